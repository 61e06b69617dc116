import { runProgram } from './program.ts';

const code = await runProgram(process.argv.slice(2), process.env);
// What could not be waited for must not hold up the end.
process.exit(code);
