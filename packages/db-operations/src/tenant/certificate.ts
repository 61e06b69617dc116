import { createHash, createHmac } from 'node:crypto';

/** What an erasure did, as it is kept. */
export interface Certificate {
  readonly format: 'org-tenant-erasure';
  readonly version: 1;
  readonly tenant: { readonly id: string; readonly slug: string };
  readonly actor: string;
  readonly reason: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** When the tenant was last exported; null when it never was. */
  readonly exportedAt: string | null;
  /** Rows deleted, by table. */
  readonly tables: Readonly<Record<string, number>>;
  readonly rows: number;
  /** Every table that the catalogs name was counted after the end, and held no row of the tenant. */
  readonly verified: { readonly tables: number; readonly remaining: 0 };
  /** SHA-256 of the JSON of all of the above. */
  readonly checksum: string;
  /** HMAC-SHA-256 of the same, in hexadecimal; null when no key was given. */
  readonly signature: string | null;
}

type Content = Omit<Certificate, 'format' | 'version' | 'checksum' | 'signature'>;

/** @param key signs it; nobody who lacks it can make or change one */
export function certify(content: Content, key?: string): Certificate {
  const whole = { format: 'org-tenant-erasure' as const, version: 1 as const, ...content };
  return { ...whole, ...seal(whole, key) };
}

/** Whether a certificate is unchanged and, where a key is given, signed by it. */
export function isGenuine(certificate: Certificate, key?: string): boolean {
  const { checksum, signature, ...content } = certificate;
  const own = seal(content, key);
  return own.checksum === checksum && (key === undefined || own.signature === signature);
}

function seal(content: object, key: string | undefined) {
  const text = canonical(content);
  return {
    checksum: createHash('sha256').update(text).digest('hex'),
    signature: key === undefined ? null : createHmac('sha256', key).update(text).digest('hex'),
  };
}

/** JSON with sorted names: PostgreSQL keeps `jsonb` in an order of its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, one: unknown) =>
    one !== null && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}

/** The certificate in words. */
export function certificateText(certificate: Certificate): string {
  const { tenant, actor, reason, startedAt, finishedAt, exportedAt, tables, rows, verified } = certificate;
  const width = Math.max(...Object.keys(tables).map((name) => name.length), 5);
  const lines = Object.entries(tables)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, count]) => `  ${name.padEnd(width)}  ${count}`);
  return [
    'CERTIFICATE OF ERASURE',
    '',
    `Tenant    ${tenant.slug} (${tenant.id})`,
    `By        ${actor}`,
    `Reason    ${reason}`,
    `Begun     ${startedAt}`,
    `Finished  ${finishedAt}`,
    `Export    ${exportedAt ?? 'none was made'}`,
    '',
    `The tenant's keys were destroyed first, then ${rows} rows were deleted:`,
    '',
    ...lines,
    '',
    `${verified.tables} tables were counted afterwards and held no row of the tenant.`,
    '',
    `Checksum   ${certificate.checksum} (SHA-256)`,
    `Signature  ${certificate.signature ?? 'none: no key was given'}${certificate.signature ? ' (HMAC-SHA-256)' : ''}`,
    '',
  ].join('\n');
}
