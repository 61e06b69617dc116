/** What a person runs next; each failure names exactly one. */
export const NEXT = {
  deploy: 'pnpm db:migrate:deploy',
  recover: 'pnpm orgdb migrate recover --yes',
  explain: 'pnpm orgdb migrate recover --dry-run',
  adopt: 'pnpm orgdb adopt',
  rollback: 'pnpm orgdb migrate rollback',
  verify: 'pnpm orgdb verify',
  status: 'pnpm db:status',
} as const;
