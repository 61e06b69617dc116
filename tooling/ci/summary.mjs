// Adds up vitest's JSON reports and the steps that failed: `summary.mjs FOLDER [FAILED_STEP...]`. The last line is the
// sum alone. It must run on whatever Node the machine has.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const [folder, ...failedSteps] = process.argv.slice(2);
let passed = 0;
let failed = 0;

const reports = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
for (const name of reports.sort()) {
  const report = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
  // A file that cannot even be loaded has no tests to fail, and an error outside of all tests fails none.
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failures = report.numFailedTests + broken;
  const unexplained = failures === 0 && (!report.success || report.numTotalTests === 0) ? 1 : 0;
  passed += report.numPassedTests;
  failed += failures + unexplained;
  const skipped = report.numPendingTests + report.numTodoTests;
  process.stdout.write(
    `${path.basename(name, '.json')}: ${report.numPassedTests} passed, ${failures + unexplained} failed, ${skipped} skipped\n`,
  );
}
// A step that failed by its tests is counted by them.
if (failed === 0) failed = failedSteps.length;
for (const step of failedSteps) process.stdout.write(`failed: ${step}\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
