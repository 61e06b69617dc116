import { describeSession, planLine, type ShipListener } from '@org/db-migrate';

/** What a deploy tells, as lines for people. */
export function deployProgress(note: (line: string) => void): ShipListener {
  return {
    onWait: (holders) => note(`waiting for another deployer: ${holders.map(describeSession).join(', ')}`),
    onPlan: ({ migrations }) => {
      for (const migration of migrations) note(`pending ${planLine(migration)}`);
    },
    onBegin: (name) => note(`migration ${name} begins`),
    onEnd: ({ name, milliseconds }) => note(`migration ${name} applied in ${milliseconds} ms`),
    onBlocked: (sessions) =>
      note(`waiting for a lock: in the way is ${sessions.map(describeSession).join(', ')}`),
    onNote: note,
  };
}
