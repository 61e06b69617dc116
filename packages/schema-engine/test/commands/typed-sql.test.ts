import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newProject } from '../project.ts';
import { query } from '../server.ts';
import { onBothVersions, STACK } from './both-versions.ts';

const MODELS = `enum mood {
  ok
  bad
}
model author {
  id    Int     @id
  mood  mood?
  tags  String[]
  books book[]
}
model book {
  id        BigInt @id
  title     String
  author_id Int
  author    author @relation(fields: [author_id], references: [id])
}
`;

onBothVersions((server) => {
  test.concurrent('describes parameters and columns of queries, without running them', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url });
    await project.write(
      'prisma/schema.prisma',
      `datasource db {\n  provider = "postgresql"\n}\ngenerator client {\n  provider = "prisma-client"\n  output = "../generated"\n  previewFeatures = ["typedSql"]\n}\n${MODELS}`,
    );
    await project.prisma(['db', 'push']);
    await mkdir(join(project.folder, 'prisma', 'sql'));
    await project.write(
      'prisma/sql/booksOf.sql',
      `-- @description The books of authors.
       -- @param {Int} $1:least? the least id
       SELECT a.id, a.mood, a.tags, b.id AS book, b.title, b.title || '!' AS loud, now() AS at
       FROM author a LEFT JOIN book b ON b.author_id = a.id
       WHERE a.id >= $1 AND a.mood = $2 AND a.id < $3::bigint ORDER BY b.title;\n`,
    );
    await project.write('prisma/sql/add.sql', `INSERT INTO author (id, tags) VALUES ($1, $2) RETURNING id\n`);
    const generated = await project.prisma(['generate', '--sql']);
    expect(generated, generated.output).toMatchObject({ code: 0 });
    const booksOf = await readFile(join(project.folder, 'generated', 'sql', 'booksOf.ts'), 'utf8');
    for (const part of [
      /least: number \| null, mood: \$DbEnums\["mood"\], int8: number \| bigint/,
      /id: number\n/,
      /mood: \$DbEnums\["mood"\] \| null/,
      /tags: string\[\] \| null/,
      /book: bigint \| null/,
      /title: string \| null/,
      /loud: string \| null/,
      /at: Date \| null/,
      /The books of authors\./,
    ]) {
      expect(booksOf).toMatch(part);
    }
    const add = await readFile(join(project.folder, 'generated', 'sql', 'add.ts'), 'utf8');
    expect(add).toContain('int4: number, _text: string[]');
    expect(await query(url, 'SELECT FROM author')).toEqual([]);

    await project.write('prisma/sql/add.sql', 'SELECT nope FROM author');
    const refused = await project.prisma(['generate', '--sql']);
    expect(refused).toMatchObject({
      code: 1,
      output: expect.stringContaining('column "nope" does not exist'),
    });
    expect(refused.output).not.toMatch(STACK);
    await project.write('prisma/sql/add.sql', '-- @param {Nope} $1:x\nSELECT $1::int');
    expect(await project.prisma(['generate', '--sql'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('`Nope` is not a type'),
    });
    await rm(join(project.folder, 'prisma', 'sql'), { recursive: true });
    expect(await project.prisma(['generate', '--sql'])).toMatchObject({ code: 1 });
  });
});
