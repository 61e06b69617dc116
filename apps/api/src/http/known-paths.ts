import type { FastifyInstance } from 'fastify';

/**
 * Remembers the routes that are registered after this call, to tell a wrong method from a wrong address.
 *
 * @returns for a URL the methods that its path takes, none when it is unknown
 */
export function knownPaths(app: FastifyInstance): (url: string) => string[] {
  const methods = new Map<string, Set<string>>();
  app.addHook('onRoute', (route) => {
    const known = methods.get(route.url) ?? new Set();
    for (const method of [route.method].flat()) known.add(method);
    methods.set(route.url, known);
  });
  return (url) => {
    const [path = '/'] = url.split('?');
    const found = [...methods].filter(([pattern]) => matches(pattern, path));
    return [...new Set(found.flatMap(([, known]) => [...known]))].sort();
  };
}

function matches(pattern: string, path: string): boolean {
  if (pattern.includes('*')) return false;
  const wanted = pattern.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((part, index) => (part.startsWith(':') ? given[index] !== '' : part === given[index]))
  );
}
