import { type Command, Option } from 'commander';
import { keysStatus } from '../commands/keys-status.ts';
import { type RotateChoice, rotateKeys } from '../commands/rotate-keys.ts';
import { CliError } from '../errors.ts';
import { add, type Runner, wholeNumber } from './command.ts';

/** `orgdb keys …`: the keys that encrypt fields. */
export function addKeys(program: Command, run: Runner): void {
  const keys = program.command('keys').description('the keys that encrypt fields');
  add(keys, 'status', "version of each tenant's data key, and what wraps it").action(() => run(keysStatus));
  addKeyWork(keys, 'rotate', 'new keys, while services run')
    .addOption(
      new Option('--data', 'a new data key, and all values encrypted anew by it').conflicts('master'),
    )
    .addOption(new Option('--master', 'wrap the keys by the first of ORG_MASTER_KEY'))
    .action(({ data, master, ...choice }: KeyOptions & { data?: true; master?: true }) =>
      run((context) => {
        if (!data && !master) throw new CliError('USAGE', 'Say which keys: --data or --master.');
        return rotateKeys(context, toChoice(data ? 'data' : 'master', choice));
      }),
    );
  addKeyWork(keys, 'reencrypt', 'encrypt by the newest data key what older ones did').action(
    (choice: KeyOptions) => run((context) => rotateKeys(context, toChoice('reencrypt', choice))),
  );
}

interface KeyOptions {
  readonly tenant?: string[];
  readonly batchSize: number;
}

function addKeyWork(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option('--json', 'print one JSON document')
    .option('--tenant <slug...>', 'only these tenants')
    .addOption(
      new Option('--batch-size <rows>', 'rows of one transaction').default(500).argParser(wholeNumber),
    );
}

function toChoice(kind: RotateChoice['kind'], { tenant, batchSize }: KeyOptions): RotateChoice {
  return { kind, tenants: tenant, batchSize };
}
