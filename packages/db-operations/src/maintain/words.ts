/** `12 MB`, as PostgreSQL's pg_size_pretty would say it. */
export function sizeWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 10_240 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${Math.round(value)} ${units[unit]}`;
}

/** `3 days`, of seconds. */
export function timeWords(seconds: number): string {
  const [size, unit] =
    seconds >= 172_800
      ? [86_400, 'days']
      : seconds >= 7_200
        ? [3_600, 'hours']
        : seconds >= 120
          ? [60, 'minutes']
          : [1, 'seconds'];
  return `${Math.floor(seconds / size)} ${unit}`;
}

/** `1,234,567`. */
export function numberWords(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** `1 row`, `2 rows`. */
export function count(value: number, one: string, several = `${one}s`): string {
  return `${numberWords(value)} ${value === 1 ? one : several}`;
}
