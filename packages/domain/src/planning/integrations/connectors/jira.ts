import { z } from 'zod';

import type { Connector, PulledItem } from './connector.ts';

const PAGE = 100;

const searchSchema = z.object({
  issues: z.array(
    z.object({
      key: z.string(),
      fields: z.object({
        summary: z.string(),
        updated: z.string(),
        issuetype: z.object({ name: z.string() }),
        status: z.object({ statusCategory: z.object({ key: z.string() }) }),
      }),
    }),
  ),
  nextPageToken: z.string().nullish(),
});

const cursorSchema = z.object({ since: z.string().nullable(), token: z.string().nullable() });

const STATUSES: Readonly<Record<string, PulledItem['status']>> = {
  done: 'DONE',
  indeterminate: 'IN_PROGRESS',
};

/**
 * Pulls the issues of a project, oldest change first (Jira Cloud's REST API 3, "Search for issues using JQL enhanced
 * search"). The user name is the account's e-mail, the access token its API token. JQL compares minutes of the account's time zone, so
 * a day is read again at each pull.
 */
export const pullFromJira: Connector = async ({ config, credentials, cursor, fetchJson }) => {
  const { since, token } = cursorSchema.parse(
    cursor === null ? { since: null, token: null } : JSON.parse(cursor),
  );
  const url = new URL(`${config.baseUrl.replace(/\/$/, '')}/rest/api/3/search/jql`);
  const changed = since === null ? '' : ` AND updated >= "${since}"`;
  url.searchParams.set('jql', `project = "${config.externalProject}"${changed} ORDER BY updated ASC`);
  url.searchParams.set('fields', 'summary,updated,issuetype,status');
  url.searchParams.set('maxResults', String(PAGE));
  if (token !== null) url.searchParams.set('nextPageToken', token);
  const login = `${credentials.username ?? ''}:${credentials.access_token ?? ''}`;
  const found = await fetchJson(
    url,
    { authorization: `Basic ${Buffer.from(login, 'utf8').toString('base64')}` },
    searchSchema,
  );
  const items = found.issues.map(toItem);
  const newest = items.reduce<Date | null>(
    (latest, { changedAt }) => (latest === null || changedAt > latest ? changedAt : latest),
    null,
  );
  const nextToken = found.nextPageToken ?? null;
  // While there are pages the condition stays: their tokens belong to it.
  const next =
    nextToken === null ? { since: dayBefore(newest) ?? since, token: null } : { since, token: nextToken };
  return { items, cursor: JSON.stringify(next), more: nextToken !== null };
};

function toItem({ key, fields }: z.output<typeof searchSchema>['issues'][number]): PulledItem {
  return {
    externalId: key,
    title: fields.summary,
    kind: fields.issuetype.name.toLowerCase() === 'bug' ? 'DEFECT' : 'TASK',
    status: STATUSES[fields.status.statusCategory.key] ?? 'TODO',
    // `+0000` is not what ISO 8601 calls an offset in the extended format.
    changedAt: new Date(fields.updated.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')),
  };
}

function dayBefore(moment: Date | null): string | null {
  if (moment === null) return null;
  return new Date(moment.getTime() - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
