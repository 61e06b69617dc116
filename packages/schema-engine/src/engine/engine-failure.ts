/** What the wasm engine refused or stumbled over, in its own words and with Prisma's code where there is one. */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure';
  readonly code: string | undefined;
  readonly meta: unknown;
  readonly isPanic: boolean;

  constructor(
    message: string,
    details: { code?: string; meta?: unknown; isPanic?: boolean; cause: unknown },
  ) {
    super(message, { cause: details.cause });
    this.code = details.code;
    this.meta = details.meta;
    this.isPanic = details.isPanic ?? false;
  }
}
