import { expect, test } from 'vitest';
import { logLine } from './log-line.ts';

test.each([
  ['as it is', 'listening on 3000', 'listening on 3000'],
  ['JSON that is no record of a log', '{"a":1}', '{"a":1}'],
  ['JSON that is torn', '{"level":30,', '{"level":30,'],
  ['a record', '{"level":30,"time":1,"msg":"ready"}', 'ready'],
  [
    'a request',
    '{"level":30,"req":{"method":"GET","url":"/x"},"res":{"statusCode":200},"responseTime":1.6,"msg":"done"}',
    'done GET /x 200 2 ms',
  ],
  ['an error', '{"level":50,"err":{"message":"lost"},"msg":"failed"}', 'failed lost'],
])('shows a line %s', (_what, line, text) => {
  expect(logLine('api', line)).toBe(`api    │ ${text}`);
});
