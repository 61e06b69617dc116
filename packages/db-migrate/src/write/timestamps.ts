/**
 * Timestamps for new migrations: now, one second apart, and after every migration that there is.
 *
 * @param names names of the migrations so far
 */
export function timestampsAfter(names: readonly string[], count: number, now: Date = new Date()): string[] {
  const last = names
    .flatMap((name) => /^\d{14}/.exec(name) ?? [])
    .toSorted()
    .at(-1);
  const first = Math.max(now.getTime(), last === undefined ? 0 : toTime(last) + 1000);
  return Array.from({ length: count }, (_, index) => toStamp(new Date(first + index * 1000)));
}

function toTime(stamp: string): number {
  const [, year, month, day, hour, minute, second] =
    /(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(stamp) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}

function toStamp(date: Date): string {
  return date.toISOString().slice(0, 19).replaceAll(/\D/g, '');
}
