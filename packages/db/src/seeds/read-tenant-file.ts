import { readFile } from 'node:fs/promises';
import jsonc, { type ParseError } from 'jsonc-parser';
import type * as z from 'zod';
import { SeedError } from './seed-error.ts';
import {
  type ParsedTenantDefinition,
  type TenantDefinition,
  tenantDefinitionSchema,
} from './tenant-definition.ts';

/**
 * Reads and checks tenant definitions, all of them before anything is written.
 * @param sources paths of JSON files, or definitions
 * @throws SeedError `SEED_FILE_INVALID` with the file, the place and what is expected there; all problems of a file at once
 */
export async function readTenantDefinitions(
  sources: readonly (string | TenantDefinition)[],
): Promise<ParsedTenantDefinition[]> {
  const definitions: ParsedTenantDefinition[] = [];
  const origins = new Map<string, string>();
  for (const [index, source] of sources.entries()) {
    const origin = typeof source === 'string' ? source : `tenantFiles[${index}]`;
    const definition = check(origin, typeof source === 'string' ? await readJson(source) : source);
    const earlier = origins.get(definition.slug);
    if (earlier !== undefined) {
      throw invalid(origin, [`slug: "${definition.slug}" is also the slug of ${earlier}`]);
    }
    origins.set(definition.slug, origin);
    definitions.push(definition);
  }
  return definitions;
}

async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const reason =
      (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : 'it cannot be read';
    throw invalid(path, [`${reason}; give the path of a JSON file`], cause);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // The engine's error is not passed on: it quotes the file, which may hold a password.
    throw invalid(path, [`${describeSyntaxError(text)}: this is not JSON`]);
  }
}

/** The engine gives a position for some mistakes only, hence another parser. */
function describeSyntaxError(text: string): string {
  const errors: ParseError[] = [];
  jsonc.parse(text, errors, { disallowComments: true });
  const before = text.slice(0, errors[0]?.offset).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

function check(origin: string, value: unknown): ParsedTenantDefinition {
  const result = tenantDefinitionSchema.safeParse(value);
  if (!result.success) {
    throw invalid(origin, result.error.issues.map(describeIssue));
  }
  return result.data;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const place = issue.path.reduce<string>((path, part) => {
    if (typeof part === 'number') {
      return `${path}[${part}]`;
    }
    return path === '' ? String(part) : `${path}.${String(part)}`;
  }, '');
  const problem =
    issue.code === 'unrecognized_keys'
      ? `unknown field ${issue.keys.map((key) => `"${key}"`).join(', ')}`
      : issue.message;
  return place === '' ? problem : `${place}: ${problem}`;
}

function invalid(origin: string, problems: readonly string[], cause?: unknown): SeedError {
  return new SeedError(
    'SEED_FILE_INVALID',
    `The tenant definition ${origin} cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    cause === undefined ? undefined : { cause },
  );
}
