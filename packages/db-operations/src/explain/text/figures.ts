/** `0.04 ms`, `12.3 ms`, `1.52 s`. */
export function duration(ms: number): string {
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(2)} s`;
  return `${ms.toFixed(ms < 1 ? 2 : 1)} ms`;
}

export function share(part: number): string {
  return `${Math.round(part * 100)} %`;
}

/** Blocks of 8 KB as `64 KB`, `1.5 MB`. */
export function blocks(number: number): string {
  const kilobytes = number * 8;
  if (kilobytes < 1_024) return `${kilobytes} KB`;
  const megabytes = kilobytes / 1_024;
  return megabytes < 1_024 ? `${megabytes.toFixed(1)} MB` : `${(megabytes / 1_024).toFixed(2)} GB`;
}
