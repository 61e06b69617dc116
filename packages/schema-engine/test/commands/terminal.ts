import { spawn, spawnSync } from 'node:child_process';
import { prismaCli, prismaEnvironment } from '../project.ts';

/** Whether this machine has util-linux' `script`, which gives a program a terminal. */
export const hasTerminal =
  spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;

/** A question, by a part of its words, and the keys that answer it. */
export type Answer = [question: string, keys: string];

/** Runs the CLI in a terminal and answers its questions in the order given. */
export function prismaInTerminal(
  folder: string,
  args: string[],
  answers: Answer[],
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const command = [process.execPath, prismaCli, ...args].map((word) => `'${word}'`).join(' ');
    const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
      cwd: folder,
      // On a build server the CLI would not ask.
      env: withoutCi({ ...prismaEnvironment(), TERM: 'xterm', COLUMNS: '200' }),
    });
    const open = [...answers];
    let output = '';
    let unread = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      unread += text;
      const [next] = open;
      if (next !== undefined && unread.includes(next[0])) {
        open.shift();
        unread = '';
        child.stdin.write(next[1]);
      }
    });
    child.on('error', reject);
    child.on('close', (code) => {
      child.stdin.destroy();
      resolve({ code, output });
    });
  });
}

function withoutCi(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const known = ['CI', 'GITHUB_ACTIONS', 'GITLAB_CI', 'CONTINUOUS_INTEGRATION', 'BUILD_NUMBER', 'RUN_ID'];
  return Object.fromEntries(Object.entries(env).filter(([name]) => !known.includes(name)));
}
