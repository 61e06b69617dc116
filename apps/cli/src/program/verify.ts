import { type Command, Option } from 'commander';
import { type VerifyChoice, verify } from '../commands/verify.ts';
import { add, type Runner } from './command.ts';

/** `orgdb verify`: the database against what its migrations make. */
export function addVerify(program: Command, run: Runner): void {
  add(program, 'verify', 'compare the database with what its migrations make; exit code 1 when it differs')
    .option('--expected <file>', 'compare with this file, where no scratch database may be made')
    .addOption(
      new Option(
        '--write <file>',
        'write what the migrations make, for --expected; verifies nothing',
      ).conflicts('expected'),
    )
    .addOption(
      new Option('--fix', 'write the migrations that mend what differs, without applying them').conflicts(
        'write',
      ),
    )
    .addOption(new Option('--name <name>', 'of those migrations').default('mend_drift'))
    .action((choice: VerifyChoice) => run((context) => verify(context, choice)));
}
