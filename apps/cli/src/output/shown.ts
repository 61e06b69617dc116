import path from 'node:path';

/** A path as a message shows it: relative where it lies below the working directory. */
export function shown(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') ? file : relative;
}
