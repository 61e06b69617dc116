import { STATUS_CODES } from 'node:http';

interface Operation {
  readonly responses?: Record<string, { description?: string }>;
}

interface Document {
  readonly paths?: Record<string, Record<string, unknown> | undefined>;
  readonly components?: { readonly schemas?: Record<string, unknown> };
}

const NO_DESCRIPTION = 'Default Response';

/** Makes a generated description readable: drops schemas that nothing refers to, and says what an answer is. */
export function tidyOpenapi<Kind extends Document>(document: Kind): Kind {
  describeResponses(document);
  const { components } = document;
  return {
    ...document,
    components: { ...components, schemas: referredTo(document, components?.schemas ?? {}) },
  };
}

function referredTo(document: Document, schemas: Record<string, unknown>): Record<string, unknown> {
  const kept = new Set<string>();
  const keep = (part: unknown) => {
    for (const [, name = ''] of JSON.stringify(part ?? null).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (kept.has(name)) continue;
      kept.add(name);
      keep(schemas[name]);
    }
  };
  keep(document.paths);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => kept.has(name)));
}

function describeResponses({ paths = {} }: Document): void {
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods ?? {}) as Operation[]);
  for (const { responses = {} } of operations) {
    for (const [status, response] of Object.entries(responses)) {
      if (response.description === NO_DESCRIPTION)
        response.description = STATUS_CODES[status] ?? 'The answer';
    }
  }
}
