/** What a person runs next; each failure names exactly one. */
export const NEXT = {
  deploy: 'pnpm db:migrate:deploy',
  recover: 'pnpm orgdb migrate recover --yes',
  explain: 'pnpm orgdb migrate recover --dry-run',
  adopt: 'pnpm orgdb adopt',
  verify: 'pnpm orgdb verify',
  status: 'pnpm db:status',
} as const;

/**
 * The command that takes migrations back until `to` is the newest one, however often it is run.
 *
 * @param to the last one is taken back when it is not named
 * @param sign why the data that goes may go
 */
export function rollbackTo(to: string | undefined, sign?: string): string {
  const quoted = sign?.trim() ? ` --sign '${sign.trim().replaceAll("'", `'\\''`)}'` : '';
  return `pnpm orgdb migrate rollback${to === undefined ? '' : ` --to ${to}`}${quoted}`;
}
