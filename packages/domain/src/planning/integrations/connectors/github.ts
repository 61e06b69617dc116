import { z } from 'zod';

import type { Connector, PulledItem } from './connector.ts';

const PAGE = 100;

const issuesSchema = z.array(
  z.object({
    number: z.int(),
    title: z.string(),
    state: z.enum(['open', 'closed']),
    updated_at: z.iso.datetime({ offset: true }),
    assignees: z.array(z.unknown()).nullish(),
    labels: z.array(z.union([z.string(), z.object({ name: z.string().nullish() })])),
    pull_request: z.unknown().optional(),
  }),
);

const cursorSchema = z.object({ since: z.string().nullable(), page: z.int() });

/**
 * Pulls the issues of a repository, oldest change first (GitHub's REST API, "List repository issues"). Pull requests,
 * which that list has too, are left out; one with the label `bug` is a defect, an open one with an assignee is in
 * progress.
 *
 * The next page starts at the last change of this one, not at the next number: an issue that changes meanwhile moves to
 * the end of the list, and by numbers its neighbour would be skipped.
 */
export const pullFromGitHub: Connector = async ({ config, credentials, cursor, fetchJson }) => {
  const { since, page } = cursorSchema.parse(cursor === null ? { since: null, page: 1 } : JSON.parse(cursor));
  const url = new URL(`${config.baseUrl.replace(/\/$/, '')}/repos/${config.externalProject}/issues`);
  const query = { state: 'all', sort: 'updated', direction: 'asc', per_page: PAGE, page };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  if (since !== null) url.searchParams.set('since', since);
  const token = credentials.access_token;
  const issues = await fetchJson(
    url,
    {
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    issuesSchema,
  );
  const last = issues.at(-1)?.updated_at ?? since;
  const full = issues.length === PAGE;
  // A whole page of one and the same moment: only the number leads on.
  const next = full && last === since ? { since, page: page + 1 } : { since: last, page: 1 };
  return {
    items: issues.filter((issue) => issue.pull_request === undefined).map(toItem),
    cursor: JSON.stringify(next),
    more: full,
  };
};

function toItem(issue: z.output<typeof issuesSchema>[number]): PulledItem {
  const labels = issue.labels.map((label) => (typeof label === 'string' ? label : label.name));
  const begun = (issue.assignees?.length ?? 0) > 0 ? 'IN_PROGRESS' : 'TODO';
  return {
    externalId: String(issue.number),
    title: issue.title,
    kind: labels.some((label) => label?.toLowerCase() === 'bug') ? 'DEFECT' : 'TASK',
    status: issue.state === 'closed' ? 'DONE' : begun,
    changedAt: new Date(issue.updated_at),
  };
}
