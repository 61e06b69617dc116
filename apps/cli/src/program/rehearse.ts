import { DEFAULT_MAX_LOCK, DEFAULT_MAX_REWRITE_ROWS } from '@org/db-migrate';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { RehearseChoice } from '../commands/rehearse.ts';
import { add, type Runner } from './command.ts';

/** `orgdb migrate rehearse`: a migration tried under load before anybody waits for it. */
export function addRehearse(migrate: Command, run: Runner): void {
  add(migrate, 'rehearse', 'try the new migrations under load on a scratch database: up, down, up again')
    .addOption(
      new Option('--postgres <version>', 'of the throw-away server')
        .choices(['15', '16', '17', '18'])
        .default('18')
        .conflicts('server'),
    )
    .option('--server <url>', 'a server to make a scratch database on, as a role that may')
    .option('--from <migration>', 'the first migration to rehearse')
    .addOption(
      new Option('--database', "rehearse what the environment's database lacks")
        .default(false)
        .conflicts('from'),
    )
    .addOption(
      new Option('--dump <file>', 'with this dump or backup: whatever "orgdb restore" reads').conflicts([
        'volume',
        'database',
      ]),
    )
    .addOption(
      new Option('--volume <scale>', 'volume data as well: 1 is a million rows in large tables').argParser(
        share,
      ),
    )
    .option('--no-seed', 'made-up rows only')
    .addOption(limit('--max-lock-ms', 'that a reader or writer may wait').default(DEFAULT_MAX_LOCK))
    .addOption(limit('--max-statement-ms', 'that a statement may take (no limit)'))
    .addOption(
      limit('--max-rewrite-rows', 'of a table that is stored anew').default(DEFAULT_MAX_REWRITE_ROWS),
    )
    .option('--page <file>', 'write a page with a time line, for the browser')
    .action(({ postgres, ...choice }: Omit<RehearseChoice, 'postgres'> & { postgres: string }) =>
      run(async (context) => {
        const { rehearse } = await import('../commands/rehearse.ts');
        return rehearse(context, { ...choice, postgres: Number(postgres) as RehearseChoice['postgres'] });
      }),
    );
}

const limit = (flag: string, description: string) =>
  new Option(`${flag} <number>`, description).argParser((text) => {
    if (!/^\d{1,12}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
    return Number(text);
  });

function share(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 10)) throw new InvalidArgumentError('It must be above 0 and at most 10.');
  return value;
}
