import fp from 'fastify-plugin';
import { type ChangeListener, createChangeListener } from '../live/change-listener.ts';

declare module 'fastify' {
  interface FastifyInstance {
    changeListener: ChangeListener;
    /** What ends each open stream. */
    liveStreams: Set<() => void>;
  }
}

/** Gives live views what wakes them, and ends them when the server closes: they would hold it up for ever. */
export const livePlugin = fp<{ readonly databaseUrl: string }>(
  async (app, { databaseUrl }) => {
    const listener = createChangeListener(databaseUrl, app.log);
    app.decorate('changeListener', listener);
    app.decorate('liveStreams', new Set<() => void>());
    app.addHook('preClose', async () => {
      for (const end of [...app.liveStreams]) end();
    });
    app.addHook('onClose', async () => listener.close());
  },
  { name: 'live' },
);
