import { backfill } from './backfill.ts';
import { changeType } from './change-type.ts';
import { concurrentIndex } from './concurrent-index.ts';
import { enumFromText } from './enum-from-text.ts';
import { foreignKey } from './foreign-key.ts';
import { notNull } from './not-null.ts';
import type { Recipe } from './recipe.ts';
import { renameColumn } from './rename-column.ts';
import { splitColumn } from './split-column.ts';

/** All recipes, in the order in which the documentation lists them. */
export const RECIPES: readonly Recipe[] = [
  concurrentIndex,
  notNull,
  foreignKey,
  backfill,
  renameColumn,
  changeType,
  enumFromText,
  splitColumn,
];
