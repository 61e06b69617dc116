import type { EncryptedField } from '../schema/model-facts.ts';
import type { Table } from '../schema/read-tables.ts';
import { qualifiedName, quoteIdentifier } from './quote.ts';

// The format of @org/db: version of the tenant's key, then nonce (12 bytes), tag (16) and ciphertext in base64.
const CIPHERTEXT = `'^enc:[1-9][0-9]*:[A-Za-z0-9+/]{38,}={0,2}$'`;
/** Bytes of an HMAC with SHA-256. */
const INDEX_BYTES = 32;

/** The checks by which the database refuses plain text in an encrypted column. */
export function deriveEncryption(table: Table): string[] {
  return table.encrypted.flatMap((field) => {
    const check = (column: string, condition: string) =>
      `ALTER TABLE ${qualifiedName(table)} ADD CONSTRAINT ${quoteIdentifier(`${table.name}_${column}_encrypted`)} CHECK (${condition});`;
    const index = field.blindIndex?.column;
    return [
      check(field.column, holdsCiphertext(field)),
      ...(index ? [check(index, `octet_length(${quoteIdentifier(index)}) = ${INDEX_BYTES}`)] : []),
    ];
  });
}

function holdsCiphertext({ type, column }: EncryptedField): string {
  const name = quoteIdentifier(column);
  if (type === 'String') return `${name} ~ ${CIPHERTEXT}`;
  return `jsonb_typeof(${name}) = 'string' AND ${name} #>> '{}' ~ ${CIPHERTEXT}`;
}
