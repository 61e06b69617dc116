import type { Rule } from '../finding.ts';
import { count, isTableScan, neverRan, rowsDropped, rowsOut, tableWord } from '../rows.ts';
import { LARGE_TABLE, MANY_ROWS } from '../thresholds.ts';

/** A function that answers the same for every row is called for each. */
export const functionPerRow: Rule = (subject) =>
  subject.nodes.filter(isTableScan).flatMap((node) => {
    const calls = subject.analyzed ? rowsOut(node) + rowsDropped(node) : (subject.tableOf(node)?.rows ?? 0);
    if (neverRan(node) || calls < (subject.analyzed ? MANY_ROWS : LARGE_TABLE)) return [];
    const called = subject
      .conjunctsOf(node, 'Filter')
      .flatMap(({ functions }) => functions.filter(({ ofRow }) => !ofRow));
    return [...new Set(called.map(({ name }) => name))].flatMap((name) => {
      const facts = subject.catalog.functions.find((one) =>
        [one.name, `${one.schema}.${one.name}`].includes(name),
      );
      // PostgreSQL's own are quick, and policies have to ask the session's settings.
      if (facts === undefined || facts.schema === 'pg_catalog' || facts.volatility === 'i') return [];
      return {
        rule: 'function-per-row' as const,
        nodes: [node.id],
        what: `${tableWord(node)}: ${name}() is called for each row, up to ${count(calls)} times, and is given nothing of the row.`,
        why:
          facts.volatility === 'v'
            ? 'It is VOLATILE, so it might answer something else each time: no index can serve it, and it cannot be called once.'
            : 'It is STABLE, so one call would do.',
        advice: `Write (SELECT ${name}(…)) instead, which is asked once${facts.volatility === 'v' ? ', and declare the function STABLE if it changes nothing' : ''}. In a policy, compare with current_setting(…) itself.`,
      };
    });
  });
