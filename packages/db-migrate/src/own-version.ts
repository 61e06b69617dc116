import { readFileSync } from 'node:fs';

/** The version of this package. */
export function ownVersion(): string {
  // Beside the folder of this module: `src` and `dist` alike.
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return version;
}
