import { parentPort, Worker, workerData } from 'node:worker_threads';
import { type DelayProxy, startDelayProxy } from './delay-proxy.ts';

interface Task {
  readonly target: { readonly host: string; readonly port: number };
  readonly roundTripMs: number;
}

/** A delay proxy on a thread of its own: in the one that is measured it would take its time, and wait for it. */
export async function startDelayProxyThread(
  target: Task['target'],
  roundTripMs: number,
): Promise<DelayProxy> {
  const worker = new Worker(new URL('./delay-proxy-thread.js', import.meta.url), {
    workerData: { target, roundTripMs } satisfies Task,
  });
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return {
    port,
    close: async () => {
      await worker.terminate();
    },
  };
}

if (parentPort && workerData) {
  const { target, roundTripMs } = workerData as Task;
  parentPort.postMessage((await startDelayProxy(target, roundTripMs)).port);
}
