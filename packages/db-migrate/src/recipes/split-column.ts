import { quoteIdentifier, quoteLiteral } from '../derive/quote.ts';
import { expandContract } from './expand-contract.ts';
import { COLUMN, type Recipe, TABLE } from './recipe.ts';
import { invalid, namesIn, quotedList, recipeColumn, recipeTable, requireNewColumn, typeSql } from './sql.ts';

export const splitColumn: Recipe = {
  name: 'split-column',
  title: 'A text column becomes two, cut at the first separator',
  parameters: [
    TABLE,
    COLUMN,
    { name: 'into', meaning: 'the two new columns, with a comma between', required: true },
    { name: 'separator', meaning: 'what stands between the two parts; a space by default', required: false },
  ],
  next: 'Where the cut is more than that, change the expressions in "expand" and "backfill". Deploy all but the last, then the programs that use the new columns, then the last.',
  write({ values, model }) {
    const table = recipeTable(model, values.table ?? '');
    const name = values.column ?? '';
    const [head, tail, ...more] = namesIn(values.into ?? '');
    if (head === undefined || tail === undefined || more.length > 0) {
      throw invalid(`into takes two names, such as first_name,last_name; not "${values.into}".`);
    }
    const column = recipeColumn(model, table, name);
    for (const one of [head, tail]) requireNewColumn(model, table, one);
    const old = quoteIdentifier(name);
    const pair = quotedList([head, tail]);
    const separator = quoteLiteral(values.separator || ' ');
    const first = `split_part(${old}, ${separator}, 1)`;
    const type = typeSql(column.type);
    return expandContract({
      table,
      old: { name, type, notNull: column.notNull },
      columns: [
        { name: head, type, value: first },
        {
          name: tail,
          type,
          // Null where there is no separator, so that joining gives the old value again.
          value: `CASE WHEN strpos(${old}, ${separator}) > 0 THEN substr(${old}, length(${first}) + length(${separator}) + 1) END`,
        },
      ],
      // Of nothing concat_ws makes an empty text, which is something else.
      back: `CASE WHEN coalesce(${pair}) IS NOT NULL THEN concat_ws(${separator}, ${pair}) END`,
    });
  },
};
