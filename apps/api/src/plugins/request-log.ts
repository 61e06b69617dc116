import fp from 'fastify-plugin';

/** One line per request when it is answered, and its id in the answer. Looks at health are not worth a line. */
export const requestLogPlugin = fp(
  async (app) => {
    app.addHook('onRequest', async (request, reply) => {
      reply.header('x-request-id', request.id);
    });
    app.addHook('onResponse', async (request, reply) => {
      const { method } = request;
      // What is asked for may name people; the address does not.
      const [url = '/'] = request.url.split('?');
      const quiet = ['/health', '/ready', '/metrics'].includes(url);
      const line = { method, url, status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10 };
      request.log[quiet ? 'debug' : 'info'](line, `${method} ${url} ${reply.statusCode}`);
    });
  },
  { name: 'request-log' },
);
