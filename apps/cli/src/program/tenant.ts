import { type Command, Option } from 'commander';
import { tenantErase } from '../commands/tenant-erase.ts';
import { tenantExport } from '../commands/tenant-export.ts';
import { tenantImport } from '../commands/tenant-import.ts';
import { add, type Runner, wholeNumber } from './command.ts';

interface Who {
  readonly actor: string;
  readonly reason: string;
}

/** `orgdb tenant …`: all rows of one tenant. */
export function addTenant(program: Command, run: Runner): void {
  const tenant = program.command('tenant').description('all rows of one tenant: out, in, away');
  addAccess(tenant, 'export', 'write them to a folder')
    .argument('<slug>', 'the tenant')
    .requiredOption('--to <folder>', 'a new or empty folder')
    .action((slug: string, options: Who & { to: string }) =>
      run((context) => tenantExport(context, { slug, ...options })),
    );
  addAccess(tenant, 'import', 'bring them into this database; a run that was cut off goes on')
    .argument('<folder>', 'what an export wrote')
    .option('--as <slug>', "the tenant's slug here")
    .option('--skip <table...>', 'tables to leave out, such as workforce_archive.location_tracking_2026_01')
    .action((folder: string, options: Who & { as?: string; skip?: string[] }) =>
      run((context) => tenantImport(context, { folder, ...options })),
    );
  addAccess(tenant, 'erase', 'delete them for good, with a certificate; a run that was cut off goes on')
    .argument('<slug>', 'the tenant')
    .option('--confirm <slug>', 'the slug again')
    .option('--without-export', 'also when the tenant was never exported', false)
    .option('--certificate <folder>', 'where the certificate is written', '.')
    .addOption(
      new Option('--batch-size <rows>', 'rows of one transaction').default(5_000).argParser(wholeNumber),
    )
    .option('--dry-run', 'only count the rows', false)
    .action(
      (
        slug: string,
        options: Who & {
          confirm?: string;
          withoutExport: boolean;
          certificate: string;
          batchSize: number;
          dryRun: boolean;
        },
      ) => run((context) => tenantErase(context, { slug, ...options })),
    );
}

function addAccess(parent: Command, name: string, description: string): Command {
  return add(parent, name, description)
    .requiredOption('--actor <name>', 'who does this; it is recorded')
    .requiredOption('--reason <text>', 'why; it is recorded');
}
