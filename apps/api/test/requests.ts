import { expect } from 'vitest';
import type { Api, Login } from './open-api.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a request was answered with, its body parsed. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the route answers; tests look at what they expect
  readonly body: any;
}

/** Sends requests to the application that a test file opens in its `beforeAll`. */
export function sender(api: () => Api) {
  return async (login: Login | null, method: Method, url: string, body?: object): Promise<Answer> => {
    const response = await api().request(login, method, url, body);
    return { status: response.statusCode, body: response.body === '' ? null : response.json() };
  };
}

/** A problem with this status and code, as RFC 9457 wants it. */
export const problem = (status: number, code: string) => ({
  status,
  body: expect.objectContaining({ status, code }),
});

/** Twenty requests at once. */
export const twenty = (run: (index: number) => Promise<Answer>): Promise<Answer[]> =>
  Promise.all(Array.from({ length: 20 }, (_, index) => run(index)));

/** How often each answer came of twenty at once: `{ 201: 1, '409 OUT_OF_STOCK': 19 }`. */
export async function race(run: (index: number) => Promise<Answer>): Promise<Record<string, number>> {
  const tally: Record<string, number> = {};
  for (const { status, body } of await twenty(run)) {
    const key = status < 300 ? String(status) : `${status} ${body.code}`;
    tally[key] = (tally[key] ?? 0) + 1;
  }
  return tally;
}
