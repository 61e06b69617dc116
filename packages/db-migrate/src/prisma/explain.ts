import type { PrismaResult } from './run.ts';

/** What Prisma says about a failure, without the lines that only tell which files it loaded. */
export function explainPrisma(result: Pick<PrismaResult, 'stdout' | 'stderr'>): string {
  const noise = /^(Loaded Prisma config|Prisma schema loaded|Datasource ")/;
  const text = [result.stderr, result.stdout].map((part) =>
    part
      .split('\n')
      .filter((line) => line.trim() !== '' && !noise.test(line))
      .join('\n'),
  );
  return text.find((part) => part !== '') ?? 'Prisma gave no reason.';
}
