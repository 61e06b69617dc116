import { DbError } from '../errors/db-error.ts';

/** What is under way, so that closing can wait for it. */
export class Work {
  #running = 0;
  #closing = false;
  #whenIdle: (() => void) | undefined;

  /** @throws DbError DATABASE_CLOSED when nothing new may begin */
  begin(): void {
    if (this.#closing) throw new DbError('DATABASE_CLOSED');
    this.#running += 1;
  }

  end(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#whenIdle?.();
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    this.begin();
    try {
      return await work();
    } finally {
      this.end();
    }
  }

  /** Lets nothing new begin, and waits until all is done, in milliseconds at most. */
  async drain(timeoutMs: number): Promise<void> {
    this.#closing = true;
    if (this.#running === 0 || timeoutMs === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#whenIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
