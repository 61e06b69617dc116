import { checkValidated } from './check-validated.ts';
import { columnRequired } from './column-required.ts';
import { concurrentNotAlone } from './concurrent-not-alone.ts';
import { dataDropped } from './data-dropped.ts';
import { dynamicSql } from './dynamic-sql.ts';
import { enumChanged } from './enum-changed.ts';
import { enumValueUsed } from './enum-value-used.ts';
import { foreignKeyUnindexed } from './foreign-key-unindexed.ts';
import { foreignKeyValidated } from './foreign-key-validated.ts';
import { indexBlocksWrites } from './index-blocks-writes.ts';
import { keyBlocks } from './key-blocks.ts';
import { lockTable } from './lock-table.ts';
import { notNullScans } from './not-null-scans.ts';
import { orderClash } from './order-clash.ts';
import { partitionScanned } from './partition-scanned.ts';
import { policySubSelect } from './policy-sub-select.ts';
import { publishedDropped } from './published-dropped.ts';
import { renamed } from './renamed.ts';
import { rollbackMissing } from './rollback-missing.ts';
import type { Rule } from './rule.ts';
import { shippedEdited } from './shipped-edited.ts';
import { tableRewritten } from './table-rewritten.ts';
import { tenantMissingInForeignKey } from './tenant-missing-in-foreign-key.ts';
import { tenantMissingInKey } from './tenant-missing-in-key.ts';
import { tenantUnprotected } from './tenant-unprotected.ts';
import { typeRewrites } from './type-rewrites.ts';
import { validatedAtOnce } from './validated-at-once.ts';
import { volatileDefault } from './volatile-default.ts';
import { writeUnbatched } from './write-unbatched.ts';

/** All rules, in the order in which the documentation lists them: locks, readers and data, tenants, history. */
export const RULES: readonly Rule[] = [
  indexBlocksWrites,
  keyBlocks,
  foreignKeyValidated,
  checkValidated,
  validatedAtOnce,
  notNullScans,
  volatileDefault,
  typeRewrites,
  tableRewritten,
  partitionScanned,
  lockTable,
  writeUnbatched,
  concurrentNotAlone,
  dynamicSql,
  columnRequired,
  renamed,
  publishedDropped,
  dataDropped,
  enumChanged,
  enumValueUsed,
  tenantUnprotected,
  tenantMissingInForeignKey,
  tenantMissingInKey,
  policySubSelect,
  foreignKeyUnindexed,
  rollbackMissing,
  shippedEdited,
  orderClash,
];
