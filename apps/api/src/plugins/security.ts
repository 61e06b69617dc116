import helmet from '@fastify/helmet';
import fp from 'fastify-plugin';

/** Headers that keep browsers from making more of an answer than it is. */
export const securityPlugin = fp(
  async (app) => {
    await app.register(helmet, {
      // Answers are data. The pages at /docs bring a policy of their own.
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      },
      crossOriginResourcePolicy: { policy: 'same-origin' },
    });
  },
  { name: 'security', dependencies: ['errors'] },
);
