import { MigrateError } from '../errors.ts';

/** What decides which rows a portal user reaches; each part must hold. Fields are the model's field names. */
export type PortalCondition =
  | { kind: 'self'; field: string }
  | { kind: 'customer'; field: string }
  | { kind: 'offer' }
  | { kind: 'price' };

/** What a portal user may do with a table: nothing, read, or read and write, where every condition holds. */
export type PortalRule = { access: 'none' } | { access: 'read' | 'write'; conditions: PortalCondition[] };

/** `own`: rows of one tenant. `optional`: those and shared rows without a tenant. `self`: the tenant's row itself. */
export type Tenancy = 'own' | 'optional' | 'self' | 'global';

/** What a model's documentation comment says beyond what Prisma knows. */
export interface Annotations {
  tenancy: Tenancy;
  audit: boolean;
  /** What services may do: everything, insert and read, read only, or nothing (the admin role appends). */
  services: 'all' | 'append' | 'read' | 'none';
  portal: PortalRule;
  /** The field by whose month the rows lie in partitions, as far as they do. */
  partitionedBy?: string;
}

const ANNOTATION = /^@(\w+)(?:\((.*)\))?$/;

/**
 * Reads the annotation lines (`@audit`, `@portal(read: customer = customerId)` …) of a model's documentation.
 * Prose lines are ignored.
 *
 * @throws MigrateError ANNOTATION_INVALID for an unknown or malformed annotation.
 */
export function parseAnnotations(model: string, documentation: string): Annotations {
  const result: Annotations = { tenancy: 'own', audit: false, services: 'all', portal: { access: 'none' } };
  for (const line of documentation.split('\n').map((text) => text.trim())) {
    if (!line.startsWith('@')) continue;
    const [, name, argument = ''] = ANNOTATION.exec(line) ?? [];
    switch (name) {
      case 'global':
        result.tenancy = 'global';
        result.services = 'read';
        break;
      case 'tenant':
        if (argument !== 'optional' && argument !== 'self') throw invalid(model, line, 'optional or self');
        result.tenancy = argument;
        break;
      case 'audit':
        result.audit = true;
        break;
      case 'appendOnly':
        result.services = 'append';
        break;
      case 'adminOnly':
        result.services = 'none';
        break;
      case 'readOnly':
        result.services = 'read';
        break;
      case 'partitioned': {
        const [, field] = /^month:\s*(\w+)$/.exec(argument) ?? [];
        if (field === undefined) throw invalid(model, line, '@partitioned(month: field)');
        result.partitionedBy = field;
        break;
      }
      case 'portal':
        result.portal = parsePortal(model, line, argument);
        break;
      default:
        throw invalid(
          model,
          line,
          '@global, @tenant, @audit, @appendOnly, @readOnly, @adminOnly, @partitioned or @portal',
        );
    }
  }
  return result;
}

function parsePortal(model: string, line: string, argument: string): PortalRule {
  const [, access, rest = ''] = /^(read|write):\s*(.+)$/.exec(argument) ?? [];
  if (access !== 'read' && access !== 'write')
    throw invalid(model, line, '@portal(read: …) or @portal(write: …)');
  const conditions = rest.split(',').map((part): PortalCondition => {
    const text = part.trim();
    if (text === 'offer' || text === 'price') return { kind: text };
    const [, kind, field] = /^(self|customer)\s*=\s*(\w+)$/.exec(text) ?? [];
    if ((kind === 'self' || kind === 'customer') && field) return { kind, field };
    throw invalid(model, line, 'self = field, customer = field, offer or price');
  });
  return { access, conditions };
}

function invalid(model: string, line: string, expected: string): MigrateError {
  return new MigrateError(
    'ANNOTATION_INVALID',
    `Model ${model}: "${line}" is not understood; expected ${expected}. Correct the comment above the model.`,
  );
}
