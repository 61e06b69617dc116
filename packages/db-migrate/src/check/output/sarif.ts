import { pathToFileURL } from 'node:url';
import type { Location, Log, ReportingDescriptor, Result } from 'sarif';
import { type AboutRule, aboutRule, RULE_NAMES } from '../about-rule.ts';
import type { Position } from '../files/line-index.ts';
import type { CheckReport, Finding } from '../finding.ts';
import { placeLines, relative } from './text.ts';

/**
 * The report as SARIF 2.1.0, which code scanners read; what comments allow is in it as suppressed.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 *
 * @param root folder of the repository, which the paths are relative to
 */
export function checkSarif(report: CheckReport, root: string): Log {
  const rules = [
    ...RULE_NAMES.map((name) => describeRule(name, aboutRule(name))),
    ...othersIn(report).map(([name, finding]) => describeRule(name, { ...finding, title: finding.message })),
  ];
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const result = (finding: Finding): Result => toResult(finding, root, indexes.get(finding.rule) ?? -1);
  return {
    version: '2.1.0',
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    runs: [
      {
        tool: { driver: { name: 'orgdb-migrate-check', rules } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { ROOT: { uri: `${pathToFileURL(root).href.replace(/\/$/, '')}/` } },
        results: [
          ...report.findings.map(result),
          ...report.allowed.map((finding) => ({
            ...result(finding),
            suppressions: [{ kind: 'inSource' as const, justification: finding.reason }],
          })),
        ],
      },
    ],
  };
}

/** The rules of findings that are none of ours, by name. */
function othersIn({ findings, allowed }: CheckReport): [string, Finding][] {
  const others = [...findings, ...allowed].filter(({ rule }) => !RULE_NAMES.includes(rule));
  return [...new Map(others.map((finding) => [finding.rule, finding]))];
}

function describeRule(id: string, { title, why, safe, severity }: AboutRule): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: safe },
    defaultConfiguration: { level: severity },
  };
}

function toResult(finding: Finding, root: string, ruleIndex: number): Result {
  const { rule, severity, message, why, safe } = finding;
  const [, ...others] = finding.places ?? [];
  const location = locationsIn(finding.file, root);
  return {
    ruleId: rule,
    ruleIndex,
    level: severity,
    message: { text: [message, ...placeLines(finding, root), why, `Safe: ${safe}`].join('\n') },
    locations: [location(finding)],
    ...(others.length === 0
      ? {}
      : {
          relatedLocations: others.map((place, index) => ({
            id: index + 1,
            ...location(place),
            message: { text: place.what },
          })),
        }),
  };
}

function locationsIn(file: string, root: string): (position: Position) => Location {
  const uri = relative(root, file).split('/').map(encodeURIComponent).join('/');
  const artifactLocation = uri.startsWith('/')
    ? { uri: pathToFileURL(file).href }
    : { uri, uriBaseId: 'ROOT' };
  return ({ line, column }) => ({
    physicalLocation: { artifactLocation, region: { startLine: line, startColumn: column } },
  });
}
