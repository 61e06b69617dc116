/** What is wrong with a database's history, or was left behind in it. */
export type FindingKind =
  | 'failed'
  | 'half-applied'
  | 'half-rolled-back'
  | 'edited'
  | 'missing'
  | 'diverged'
  | 'out-of-order'
  | 'same-timestamp'
  | 'never-baselined'
  | 'invalid-index';

/** A way to mend it. */
export type Mend =
  | { readonly action: 'rolled-back' | 'applied' | 'accept-edit' | 'forget'; readonly migration: string }
  | { readonly action: 'continue'; readonly migration: string }
  | {
      readonly action: 'restore';
      readonly migration: string;
      readonly text: string;
      readonly rollback: string | undefined;
    }
  | { readonly action: 'reorder'; readonly migration: string }
  | { readonly action: 'rebuild-index' | 'drop-index'; readonly schema: string; readonly index: string };

export interface RecoverFinding {
  readonly kind: FindingKind;
  /** Name of the migration, or `schema.name` of the index; empty where it is the history as a whole. */
  readonly subject: string;
  /** What happened. */
  readonly happened: string;
  /** What the database holds now. */
  readonly holds: string;
  /** What to do; the command that does it follows from `mend`. */
  readonly advice: string;
  /** Undefined where nothing can be done from here but what the advice says. */
  readonly mend: Mend | undefined;
  /** The mend is the only right one and loses nothing, so `--yes` may do it. */
  readonly certain: boolean;
  /** The command to run, in full. */
  readonly command: string;
}

/** The command that does one mend and nothing else. */
export function commandOf(mend: Mend): string {
  const recover = 'pnpm orgdb migrate recover';
  switch (mend.action) {
    case 'reorder':
      return `pnpm orgdb migrate reorder ${mend.migration}`;
    case 'rebuild-index':
    case 'drop-index':
      return `${recover} --yes`;
    default:
      return `${recover} --${mend.action} ${mend.migration}`;
  }
}
