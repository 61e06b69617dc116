import { type AddressInfo, connect, createServer } from 'node:net';
import { performance } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { startDelayProxy } from './delay-proxy.ts';

test('everything arrives, in order, and not before the round trip has passed', async () => {
  const echo = createServer((socket) => socket.pipe(socket));
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  const proxy = await startDelayProxy({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port }, 20);
  try {
    const socket = connect(proxy.port, '127.0.0.1');
    const start = performance.now();
    const answer = new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
        if (text.length >= 300) resolve(text);
      });
    });
    for (let i = 100; i < 200; i += 1) socket.write(String(i));
    const expected = Array.from({ length: 100 }, (_, i) => i + 100).join('');
    expect(await answer).toBe(expected);
    // A timer may fire a fraction of a millisecond early.
    expect(performance.now() - start).toBeGreaterThan(19);
    socket.destroy();
  } finally {
    await proxy.close();
    await new Promise((resolve) => echo.close(resolve));
  }
});
