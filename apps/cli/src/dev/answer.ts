import { setTimeout as sleep } from 'node:timers/promises';

const BETWEEN_MILLISECONDS = 100;
const REQUEST_MILLISECONDS = 5_000;

/**
 * Asks an address until it answers 200.
 *
 * @param signal ends the asking, without an error
 * @param onRefusal told of the last answer that was not 200
 */
export async function untilOk(
  address: string,
  signal: AbortSignal,
  onRefusal: (answer: string) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const response = await fetch(address, { signal: AbortSignal.timeout(REQUEST_MILLISECONDS) });
      const body = await response.text();
      if (response.ok) return;
      onRefusal(`${response.status} ${body.slice(0, 500)}`);
    } catch (error) {
      onRefusal(error instanceof Error ? error.message : String(error));
    }
    await sleep(BETWEEN_MILLISECONDS);
  }
}
