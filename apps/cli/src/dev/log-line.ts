import { styleText } from 'node:util';
import * as z from 'zod';

const NAME_WIDTH = 6;
const WARNING = 40;
const ERROR = 50;

// What pino writes, as far as it is shown.
const record = z.looseObject({
  level: z.number(),
  msg: z.string().optional(),
  req: z.looseObject({ method: z.string(), url: z.string() }).optional().catch(undefined),
  res: z.looseObject({ statusCode: z.number() }).optional().catch(undefined),
  responseTime: z.number().optional().catch(undefined),
  err: z.looseObject({ message: z.string() }).optional().catch(undefined),
});

/** A service's line with its name before it; JSON of pino becomes words. Colours only where standard error shows them. */
export function logLine(name: string, line: string): string {
  const { text, level } = read(line);
  const color = level >= ERROR ? 'red' : level >= WARNING ? 'yellow' : undefined;
  const prefix = styleText('dim', `${name.padEnd(NAME_WIDTH)} │`, { stream: process.stderr });
  return `${prefix} ${color === undefined ? text : styleText(color, text, { stream: process.stderr })}`;
}

function read(line: string): { text: string; level: number } {
  const found = line.startsWith('{') ? record.safeParse(parse(line)) : undefined;
  if (!found?.success) return { text: line, level: 0 };
  const { level, msg = '', req, res, responseTime, err } = found.data;
  const parts = [
    msg,
    req && `${req.method} ${req.url}`,
    res && `${res.statusCode}`,
    responseTime !== undefined && `${Math.round(responseTime)} ms`,
    err && err.message !== msg && err.message,
  ];
  return { text: parts.filter(Boolean).join(' '), level };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
