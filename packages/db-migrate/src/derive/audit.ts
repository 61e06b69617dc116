import type { Table } from '../schema/read-tables.ts';
import { tenantColumn } from './policies.ts';
import { qualifiedName, quoteLiteral } from './quote.ts';

/** The trigger that writes each change of an audited table to core.audit_logs, secrets left out. */
export function deriveAudit(table: Table): string[] {
  if (!table.audit) return [];
  const args = [table.model, tenantColumn(table), table.secrets.join(',')].map(quoteLiteral).join(', ');
  return [
    `CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON ${qualifiedName(table)} FOR EACH ROW EXECUTE FUNCTION core.write_audit(${args});`,
  ];
}
