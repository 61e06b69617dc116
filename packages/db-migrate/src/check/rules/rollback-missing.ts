import { type Rule, WHOLE_FILE } from './rule.ts';

const COMMENTS = /--[^\n]*|\/\*[\s\S]*?\*\//g;

export const rollbackMissing: Rule = {
  name: 'rollback-missing',
  severity: 'error',
  title: 'A migration without a way back',
  why: 'When the deployment has to be taken back, somebody writes it under pressure, untried.',
  safe: 'rollback.sql beside migration.sql ("orgdb migrate new" derives and tries it); where there is none, "-- orgdb:irreversible <your name>: <reason>" in it.',
  onMigration({ migration: { rollback } }) {
    if (rollback === undefined) return [{ at: WHOLE_FILE, message: 'There is no rollback.sql.' }];
    if (rollback.includes('-- NOT FINISHED')) {
      return [
        {
          at: rollback.indexOf('-- NOT FINISHED'),
          inRollback: true,
          message: 'rollback.sql is not finished: PostgreSQL refused it as it stands.',
        },
      ];
    }
    const isEmpty = rollback.replaceAll(COMMENTS, '').trim() === '';
    if (!isEmpty || rollback.includes('orgdb:irreversible')) return [];
    return [
      { at: WHOLE_FILE, inRollback: true, message: 'rollback.sql does nothing, and nobody signed for it.' },
    ];
  },
};
