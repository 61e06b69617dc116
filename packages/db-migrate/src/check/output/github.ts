import type { CheckReport } from '../finding.ts';
import { placeLines, relative } from './text.ts';

/**
 * Workflow commands that GitHub shows as annotations of a pull request, one a finding: it takes ten errors and ten warnings
 * of a step, so that one for each place would push others out.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 *
 * @param root folder of the repository, which the paths have to be relative to
 */
export function checkGithub({ findings }: CheckReport, root: string): string {
  return findings
    .map((finding) => {
      const { file, line, column, severity, rule, message, why, safe } = finding;
      const properties = { file: relative(root, file), line, col: column, title: rule };
      const written = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
      const text = [message, ...placeLines(finding, root), why, `Safe: ${safe}`];
      return `::${severity} ${written.join(',')}::${data(text.join('\n'))}`;
    })
    .join('\n');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
