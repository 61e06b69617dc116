/** An operation as Prisma's engine is asked for it. */
export interface EngineQuery {
  readonly action: string;
  readonly query?: { readonly arguments?: { readonly query?: unknown } };
}
