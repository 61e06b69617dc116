import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Home, newHome } from './orgdb.ts';

describe('the command line', () => {
  let home: Home;
  beforeAll(async () => {
    home = await newHome();
  });
  afterAll(() => home.dispose());

  test.each([
    [['--nope'], "unknown option '--nope'"],
    [['nope'], "unknown command 'nope'"],
    [['up', '--nope'], "unknown option '--nope'"],
    [['up', 'extra'], 'too many arguments'],
    [['statsu'], 'Did you mean status?'],
    [['migrate', 'nope'], 'too many arguments'],
    [['migrate', 'new'], "required option '--name <name>' not specified"],
    [['url', '--role', 'nobody'], 'Allowed choices are app, owner, admin, worker, superuser'],
    [['seed', '--system', 'moon'], 'Allowed choices are core, commerce'],
  ])('refuses %j with a word and no trace', async (args, message) => {
    const { code, stdout, stderr } = await home.run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain('[USAGE]');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('tells a mistake as JSON where JSON was asked for', async () => {
    expect(await home.json(['status', '--nope'])).toEqual({
      code: 2,
      value: { error: { code: 'USAGE', message: "unknown option '--nope'" } },
    });
  });

  test('names every variable that is wrong, and no value', async () => {
    const { code, stderr } = await home.run(['status'], { PORT: 'tcp://1', DIRECT_URL: 'hunter2' });
    expect(code).toBe(2);
    expect(stderr).toContain('PORT must be a number from 1 to 65535');
    expect(stderr).toContain('DIRECT_URL must be of the form postgresql://');
    expect(stderr).not.toContain('hunter2');
  });

  test('shows help on standard output when asked, else on standard error', async () => {
    expect(await home.run(['--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Commands:'),
    });
    expect(await home.run(['up', '--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--no-seed'),
    });
    expect(await home.run([])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('Commands:'),
    });
  });
});
