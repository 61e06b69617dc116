import { type Command, InvalidArgumentError, Option } from 'commander';
import { seedCommand, seedVolumeCommand } from '../commands/seed.ts';
import { add, type Runner, wholeNumber } from './command.ts';

/** `orgdb seed` and `orgdb performance`: data to work with, and to measure on. */
export function addSeed(program: Command, run: Runner): void {
  add(program, 'seed', 'write the seeds that are missing')
    .addOption(
      new Option('--system <name...>', 'only these systems').choices([
        'core',
        'commerce',
        'planning',
        'construction',
        'workforce',
      ]),
    )
    .option('--file <json...>', 'add the tenants of these files')
    .option('--force', 'also in production, with generated passwords', false)
    .option('--volume', 'many tenants with years of work, for tests of speed; never in production', false)
    .addOption(tenantsOption())
    .addOption(scaleOption())
    .action(({ system, file, force, volume, tenants, scale }) =>
      run((context) => {
        if (volume) return seedVolumeCommand(context, { tenants, scale });
        return seedCommand(context, {
          force,
          ...(system === undefined ? {} : { systems: system }),
          ...(file === undefined ? {} : { tenantFiles: file }),
        });
      }),
    );
  add(
    program,
    'performance',
    'measure what was promised, on volume data; exit code 1 when something is missed',
  )
    .addOption(tenantsOption())
    .addOption(scaleOption())
    .addOption(new Option('--calls <number>', 'calls of each promise').default(100).argParser(wholeNumber))
    .action(({ tenants, scale, calls }) =>
      run(async (context) => {
        // It loads all workflows, at the cost of all other commands' start.
        const { performance } = await import('../commands/performance.ts');
        return performance(context, { tenants, scale, calls });
      }),
    );
}

const tenantsOption = () =>
  new Option('--tenants <number>', 'tenants of the volume data').default(100).argParser(wholeNumber);
const scaleOption = () =>
  new Option(
    '--scale <share>',
    'of their rows: 1 is a thousand users each and a million rows in large tables',
  )
    .default(1)
    .argParser(share);

function share(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 10)) throw new InvalidArgumentError('It must be above 0 and at most 10.');
  return value;
}
