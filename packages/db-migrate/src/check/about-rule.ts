import type { RuleLock } from './rules/rule.ts';
import { RULES } from './rules/rules.ts';

/** What is said of a rule wherever it finds something. */
export interface AboutRule {
  readonly severity: 'error' | 'warning';
  readonly title: string;
  readonly why: string;
  readonly safe: string;
  /** The message for several problems of one file; without it the title and how many there are. */
  readonly together?: ((problems: number) => string) | undefined;
}

/** Findings that are about the check itself, not about what a statement does. */
const OWN: Readonly<Record<string, AboutRule>> = {
  syntax: {
    severity: 'error',
    title: 'A script that PostgreSQL cannot read',
    why: 'The deployment fails, and no rule can look at the script.',
    safe: 'Correct the statement.',
  },
  'allow-unexplained': {
    severity: 'warning',
    title: 'A suppression without a reason',
    why: 'Whoever reads it later cannot tell whether it still holds.',
    safe: '-- orgdb:allow <rule> <why it does no harm here>',
  },
  'allow-unused': {
    severity: 'warning',
    title: 'A suppression of nothing',
    why: 'It would hide what comes later, or names a rule that does not exist.',
    safe: 'Delete the comment.',
  },
};

const ABOUT = new Map<string, AboutRule>([
  ...RULES.map(({ name, severity, title, why, lock, safe, together }): [string, AboutRule] => [
    name,
    { severity, title, why: lock === undefined ? why : `${why} ${describeLock(lock)}`, safe, together },
  ]),
  ...Object.entries(OWN),
]);

/** The names of all rules of ours, in the order of the documentation. */
export const RULE_NAMES: readonly string[] = [...ABOUT.keys()];

/** @returns severity, harm and safe form of a rule of ours */
export function aboutRule(name: string): AboutRule {
  const about = ABOUT.get(name);
  if (about === undefined) throw new Error(`There is no rule ${name}.`);
  return about;
}

function describeLock({ mode, blocks, lasts }: RuleLock): string {
  return `It takes a ${mode} lock: ${blocks} wait ${lasts}.`;
}
