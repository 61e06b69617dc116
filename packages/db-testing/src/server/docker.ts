import { request } from 'node:http';
import os from 'node:os';
import path from 'node:path';

const ANSWER_MILLISECONDS = 2_000;

/** Whether a Docker engine answers, at DOCKER_HOST or at one of the usual sockets. */
export async function dockerAnswers(env: NodeJS.ProcessEnv): Promise<boolean> {
  const answers = await Promise.all(addresses(env).map(ping));
  return answers.includes(true);
}

type Address = { socketPath: string } | { host: string; port: number };

function addresses(env: NodeJS.ProcessEnv): Address[] {
  const host = env.DOCKER_HOST;
  if (host) {
    const url = URL.canParse(host) ? new URL(host) : undefined;
    if (url?.protocol === 'unix:') return [{ socketPath: url.pathname }];
    return url ? [{ host: url.hostname, port: Number(url.port || 2375) }] : [];
  }
  const runtime = env.XDG_RUNTIME_DIR ?? `/run/user/${process.getuid?.() ?? 0}`;
  return [
    { socketPath: '/var/run/docker.sock' },
    { socketPath: path.join(runtime, 'docker.sock') },
    { socketPath: path.join(os.homedir(), '.docker', 'run', 'docker.sock') },
  ];
}

// TLS engines answer plain HTTP with an error status: that is an answer, too.
function ping(address: Address): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request({ ...address, path: '/_ping', timeout: ANSWER_MILLISECONDS }, (response) => {
      response.resume();
      resolve(true);
    });
    call.once('error', () => resolve(false));
    call.once('timeout', () => call.destroy(new Error('no answer')));
    call.end();
  });
}
