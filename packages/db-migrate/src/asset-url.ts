/** A file of `assets`, which lies beside the folder of this module: `src` and `dist` alike. */
export function assetUrl(name: string): URL {
  return new URL(`../assets/${name}`, import.meta.url);
}
