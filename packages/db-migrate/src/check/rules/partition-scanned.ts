import { mayHoldRows, type Rule, shown } from './rule.ts';

export const partitionScanned: Rule = {
  name: 'partition-scanned',
  severity: 'warning',
  title: 'A table with rows is attached as a partition, and no check says that its rows fit',
  why: 'Every row of it is read meanwhile.',
  lock: {
    mode: 'ACCESS EXCLUSIVE',
    blocks: 'reads and writes',
    lasts: 'until all rows of the partition are read',
  },
  safe: 'Before it, ADD CONSTRAINT … CHECK (the bounds) NOT VALID and VALIDATE CONSTRAINT in migrations of their own; then nothing is read.',
  example: {
    given:
      'CREATE TABLE tracks (id int NOT NULL) PARTITION BY RANGE (id);\nCREATE TABLE tracks_1 (id int NOT NULL);',
    rows: 'INSERT INTO tracks_1 SELECT n FROM generate_series(1, 500) AS n;',
    bad: 'ALTER TABLE tracks ATTACH PARTITION tracks_1 FOR VALUES FROM (0) TO (1000);',
    good: [
      'ALTER TABLE tracks_1 ADD CONSTRAINT bounds CHECK (id >= 0 AND id < 1000) NOT VALID;',
      'ALTER TABLE tracks_1 VALIDATE CONSTRAINT bounds;',
      'ALTER TABLE tracks ATTACH PARTITION tracks_1 FOR VALUES FROM (0) TO (1000);',
    ],
  },
  onChange(step) {
    const { change, model } = step;
    if (change.kind !== 'attach-partition' || !mayHoldRows(step, change.partition)) return undefined;
    const constraints = [...(model.tables.get(change.partition)?.constraints.values() ?? [])];
    if (constraints.some((one) => one.kind === 'check' && one.valid)) return undefined;
    return `${shown(change.partition)} is read as a whole to become a partition of ${shown(change.table)}.`;
  },
};
