interface Breaks {
  readonly breakSeconds: number;
  readonly breakStartedAt: Date | null;
}

/** Seconds of all breaks so far, the one that runs included. */
export function breakSeconds({ breakSeconds: ended, breakStartedAt }: Breaks, now: Date): number {
  if (breakStartedAt === null) return ended;
  return ended + Math.max(0, Math.floor((Number(now) - Number(breakStartedAt)) / 1000));
}
