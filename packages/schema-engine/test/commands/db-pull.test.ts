import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newProject } from '../project.ts';
import { query } from '../server.ts';
import { altered, onBothVersions } from './both-versions.ts';

const DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n';

onBothVersions((server, once) => {
  test.concurrent('pulls models, enums, relations and comments into the schema', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url, models: '' });
    await query(
      url,
      `CREATE TYPE mood AS ENUM ('ok', 'bad');
       CREATE TABLE author (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), mood mood NOT NULL DEFAULT 'ok', tags text[]);
       CREATE TABLE book (isbn text PRIMARY KEY, author_id uuid NOT NULL REFERENCES author ON DELETE CASCADE,
         price numeric(10,2), "char" "char", UNIQUE (author_id, price));
       CREATE INDEX ON book (author_id DESC);`,
    );
    const pulled = await project.prisma(['db', 'pull']);
    expect(pulled).toMatchObject({ code: 0, stdout: expect.stringContaining('Introspected 2 models') });
    const schema = await project.read('prisma/schema.prisma');
    for (const part of [
      'enum mood {',
      '@relation(fields: [author_id], references: [id], onDelete: Cascade',
      '@db.Decimal(10, 2)',
      '@@unique([author_id, price])',
      '@@index([author_id(sort: Desc)])',
      'tags String[]',
    ]) {
      expect(schema).toContain(part);
    }
    expect(await project.prisma(['validate'])).toMatchObject({ code: 0 });
    // What was pulled is what is there.
    const same = ['migrate', 'diff', '--from-config-datasource', '--to-schema', 'prisma/schema.prisma'];
    expect(await project.prisma([...same, '--exit-code'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('No difference detected.'),
    });
  });

  once('prints several schemas and leaves the file alone', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url, models: '' });
    const before = await project.read('prisma/schema.prisma');
    await query(
      url,
      `CREATE SCHEMA shop; CREATE SCHEMA stock;
       CREATE TABLE shop.item (id int PRIMARY KEY); CREATE TABLE stock.item (id int PRIMARY KEY REFERENCES shop.item);
       CREATE TABLE hidden (id int PRIMARY KEY);`,
    );
    const printed = await project.prisma(['db', 'pull', '--print', '--schemas', 'shop,stock']);
    expect(printed.code).toBe(0);
    expect(printed.stdout).toContain('schemas  = ["shop", "stock"]');
    expect(printed.stdout).toContain('@@schema("stock")');
    expect(printed.stdout).not.toContain('model hidden');
    expect(await project.read('prisma/schema.prisma')).toBe(before);
  });

  once('keeps what several files of a schema say, and adds to them', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url });
    const folder = join(project.folder, 'prisma', 'models');
    await mkdir(folder);
    await writeFile(join(folder, 'main.prisma'), DATASOURCE);
    await writeFile(
      join(folder, 'people.prisma'),
      '/// A person.\nmodel Person {\n  id Int @id @map("person_id")\n\n  @@map("people")\n}\n',
    );
    await project.configure({ url, schema: 'prisma/models' });
    await query(
      url,
      'CREATE TABLE people (person_id int PRIMARY KEY, name text); CREATE TABLE place (id int PRIMARY KEY)',
    );
    const printed = await project.prisma(['db', 'pull', '--print']);
    expect(printed).toMatchObject({ code: 0, stdout: expect.stringContaining('model place {') });
    expect(printed.stdout).toContain('model Person {');
    expect(await readdir(folder)).toEqual(['main.prisma', 'people.prisma']);
    expect(await readFile(join(folder, 'people.prisma'), 'utf8')).not.toContain('name');
    expect(await project.prisma(['db', 'pull'])).toMatchObject({ code: 0 });
    const people = await readFile(join(folder, 'people.prisma'), 'utf8');
    expect(people).toContain('/// A person.\nmodel Person {');
    expect(people).toMatch(/name +String\?/);
    const files = await readdir(folder);
    const rest = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    expect(rest.join('\n')).toContain('model place {');
  });

  test.concurrent('writes several schemas to the files that they are described in', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url });
    const folder = join(project.folder, 'prisma', 'models');
    const read = (name: string) => readFile(join(folder, name), 'utf8');
    await mkdir(folder);
    await project.configure({ url, schema: 'prisma/models' });
    await writeFile(
      join(folder, 'main.prisma'),
      DATASOURCE.replace('\n}', '\n  schemas  = ["shop", "stock"]\n}'),
    );
    for (const schema of ['shop', 'stock']) {
      await writeFile(
        join(folder, `${schema}.prisma`),
        `/// Of the ${schema}.\nmodel ${schema}_item {\n  id Int @id\n\n  @@map("item")\n  @@schema("${schema}")\n}\n`,
      );
    }
    await query(
      url,
      `CREATE SCHEMA shop; CREATE SCHEMA stock; CREATE TYPE shop.kind AS ENUM ('WINE');
       CREATE TABLE shop.item (id int PRIMARY KEY, kind shop.kind);
       CREATE TABLE stock.item (id int PRIMARY KEY REFERENCES shop.item, pieces int);
       CREATE TABLE stock.place (id int PRIMARY KEY); CREATE TABLE hidden (id int PRIMARY KEY);`,
    );
    const pulled = await project.prisma(['db', 'pull']);
    expect(pulled, pulled.output).toMatchObject({ code: 0 });
    const [shop, stock] = [await read('shop.prisma'), await read('stock.prisma')];
    expect(shop).toMatch(
      /^\/\/\/ Of the shop\.\nmodel shop_item \{[^}]+kind +kind\?[^}]+@@schema\("shop"\)\n\}/,
    );
    expect(shop).not.toContain('pieces');
    expect(stock).toMatch(
      /^\/\/\/ Of the stock\.\nmodel stock_item \{[^}]+pieces +Int\?[^}]+@@schema\("stock"\)\n\}/,
    );
    const all = (await Promise.all((await readdir(folder)).map(read))).join('\n');
    expect(all).toMatch(/enum kind \{[^}]+@@schema\("shop"\)/);
    expect(all).toMatch(/model place \{[^}]+@@schema\("stock"\)/);
    expect(all).not.toContain('hidden');
    const same = [
      'migrate',
      'diff',
      '--from-config-datasource',
      '--to-schema',
      'prisma/models',
      '--exit-code',
    ];
    expect(await project.prisma(same)).toMatchObject({ code: 0 });
  });

  test.concurrent('pulls views', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url });
    await project.write(
      'prisma/schema.prisma',
      `${DATASOURCE}\ngenerator client {\n  provider        = "prisma-client"\n  output          = "../generated"\n  previewFeatures = ["views"]\n}\n`,
    );
    await query(
      url,
      'CREATE TABLE t (id int PRIMARY KEY); CREATE VIEW doubled AS SELECT id * 2 AS twice FROM t',
    );
    expect(await project.prisma(['db', 'pull'])).toMatchObject({ code: 0 });
    expect(await project.read('prisma/schema.prisma')).toMatch(/view doubled \{\s+twice +Int\?/);
    expect(await project.read('prisma/views/public/doubled.sql')).toMatch(/id \* 2/);
  });

  once('an empty database is P4001, no database P1003, a wrong schema P1012', async () => {
    const url = await server().newDatabase();
    const empty = await newProject({ url });
    const before = await empty.read('prisma/schema.prisma');
    expect(await empty.prisma(['db', 'pull'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('P4001'),
    });
    expect(await empty.read('prisma/schema.prisma')).toBe(before);
    const away = await newProject({ url: altered(url, { database: 'there_is_none' }) });
    expect(await away.prisma(['db', 'pull'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('P1003'),
    });

    await query(url, 'CREATE TABLE t (id int PRIMARY KEY)');
    await empty.writeModels('model User {\n  id Nope @id\n}\n');
    const invalid = await empty.prisma(['db', 'pull']);
    expect(invalid).toMatchObject({ code: 1, output: expect.stringContaining('P1012') });
    expect(await empty.prisma(['db', 'pull', '--force'])).toMatchObject({ code: 0 });
    const forced = await empty.read('prisma/schema.prisma');
    expect(forced).toContain('model t {');
    expect(forced).not.toContain('Nope');
    await rm(join(empty.folder, 'prisma', 'schema.prisma'));
    expect(await empty.prisma(['db', 'pull'])).toMatchObject({ code: 1 });
  });
});
