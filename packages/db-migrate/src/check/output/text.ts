import path from 'node:path';
import type { CheckReport, Finding } from '../finding.ts';

/**
 * The report for people: each finding with its place, its harm and the safe form, then one line that sums up.
 *
 * @param from folder that paths are shown relative to
 */
export function checkText(report: CheckReport, from: string): string {
  return [...report.findings.map((finding) => describe(finding, from)), summary(report)].join('\n\n');
}

function describe(finding: Finding, from: string): string {
  const { line, column, severity, rule, message, why, safe } = finding;
  return [
    `${relative(from, finding.file)}:${line}:${column}  ${severity}  ${rule}`,
    `  ${message}`,
    ...placeLines(finding, from).map((place) => `    ${place}`),
    `  Why: ${why}`,
    `  Safe: ${safe}`,
  ].join('\n');
}

/** `file:line what` of each place of a finding that has several. */
export function placeLines({ file, places = [] }: Finding, from: string): string[] {
  return places.map(({ line, what }) => `${relative(from, file)}:${line} ${what}`);
}

function summary({ findings, allowed, checked, migrations }: CheckReport): string {
  const looked =
    checked === migrations
      ? count(checked, 'migration')
      : `${checked} of ${count(migrations, 'migration')} (the others are published)`;
  const passed = allowed.length === 0 ? '' : `, ${allowed.length} allowed with a reason`;
  if (findings.length === 0) return `Nothing found in ${looked}${passed}.`;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const kinds = [
    errors > 0 ? count(errors, 'error') : '',
    findings.length > errors ? count(findings.length - errors, 'warning') : '',
  ];
  const places = findings.reduce((sum, { places: { length } = [0] }) => sum + length, 0);
  const where = places > findings.length ? ` at ${places} places` : '';
  return `${count(findings.length, 'finding')}${where} in ${looked}${passed}: ${kinds.filter(Boolean).join(', ')}. A finding that does no harm is let pass by "-- orgdb:allow <rule> <reason>" above the statement.`;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

/** A path as seen from a folder; as it is when it lies outside of it. */
export function relative(from: string, file: string): string {
  const seen = path.relative(from, file);
  return seen.startsWith('..') ? file : seen;
}
