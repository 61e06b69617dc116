import { pathToFileURL } from 'node:url';
import type { Location, Log, ReportingDescriptor, Result } from 'sarif';
import { ownVersion } from '../../own-version.ts';
import { type AboutRule, aboutRule, RULE_NAMES } from '../about-rule.ts';
import type { Position } from '../files/line-index.ts';
import type { CheckReport, Finding } from '../finding.ts';
import { SQUAWK_RULES } from '../squawk/squawk-rules.ts';
import { fingerprints } from './fingerprints.ts';
import { placeLines, relative } from './text.ts';

/** What the specification and code scanners call the folder of the repository. */
const SOURCE_ROOT = '%SRCROOT%';

/**
 * The report as SARIF 2.1.0, which code scanners read; what comments allow is in it as suppressed.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 *
 * @param root folder of the repository, which the paths are relative to
 */
export function checkSarif(report: CheckReport, root: string): Log {
  const rules = [
    ...RULE_NAMES.map((name) => describeRule(name, aboutRule(name))),
    ...Object.entries(SQUAWK_RULES).map(([name, about]) => describeRule(`squawk/${name}`, about)),
  ];
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const fingerprintOf = fingerprints(root);
  const result = (finding: Finding): Result => ({
    ...toResult(finding, root, indexes.get(finding.rule) ?? -1),
    partialFingerprints: { primaryLocationLineHash: fingerprintOf(finding) },
  });
  return {
    version: '2.1.0',
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    runs: [
      {
        tool: { driver: { name: 'orgdb-migrate-check', version: ownVersion(), rules } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [SOURCE_ROOT]: { uri: `${pathToFileURL(root).href.replace(/\/$/, '')}/` } },
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
    : { uri, uriBaseId: SOURCE_ROOT };
  return ({ line, column }) => ({
    physicalLocation: { artifactLocation, region: { startLine: line, startColumn: column } },
  });
}
