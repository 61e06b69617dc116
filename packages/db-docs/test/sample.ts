import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const MAIN = `
datasource db {
  provider = "postgresql"
  schemas  = ["sample"]
}
`;

const VISIT = `
/// How a visit <ended>.
enum Mood {
  GOOD
  BAD

  @@map("mood")
  @@schema("sample")
}

/// Who comes. Comes | again.
/// @audit
/// @portal(read: self = id)
model Guest {
  tenantId String  @map("tenant_id") @db.Uuid
  id       String  @db.Uuid
  /// Where letters go.
  email    String  @db.VarChar(254)
  /// @secret
  token    String?
  visits   Visit[]

  @@id([tenantId, id])
  @@map("guests")
  @@schema("sample")
}

/// @appendOnly
model Visit {
  tenantId String    @map("tenant_id") @db.Uuid
  id       String    @db.Uuid
  guestId  String?   @map("guest_id") @db.Uuid
  mood     Mood      @default(GOOD)
  on       DateTime  @db.Date
  guest    Guest?    @relation(fields: [tenantId, guestId], references: [tenantId, id], onDelete: NoAction, onUpdate: NoAction)

  @@id([tenantId, id])
  @@map("visits")
  @@schema("sample")
}
`;

/** What Prisma knows, and much that it does not: each has to be found in the documentation. */
export const SQL = `
  CREATE SCHEMA sample;
  CREATE TYPE sample.mood AS ENUM ('GOOD', 'BAD');
  CREATE TABLE sample.guests (
    tenant_id uuid NOT NULL DEFAULT gen_random_uuid(), id uuid NOT NULL, email varchar(254) NOT NULL DEFAULT '', token text,
    PRIMARY KEY (tenant_id, id), CONSTRAINT email_lower CHECK (email = lower(email)));
  CREATE UNIQUE INDEX guests_email ON sample.guests (tenant_id, lower(email)) WHERE token IS NULL;
  CREATE TABLE sample.visits (
    tenant_id uuid NOT NULL, id uuid NOT NULL, guest_id uuid, mood sample.mood NOT NULL DEFAULT 'GOOD', "on" date NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT visits_guest_fkey FOREIGN KEY (tenant_id, guest_id) REFERENCES sample.guests (tenant_id, id) ON DELETE RESTRICT,
    CONSTRAINT one_at_a_time EXCLUDE USING gist (daterange("on", "on", '[]') WITH &&) WHERE (mood = 'BAD'));
  CREATE INDEX visits_newest ON sample.visits (tenant_id, "on" DESC) INCLUDE (mood);
  CREATE TABLE sample.log (at timestamptz(3) NOT NULL, line text) PARTITION BY RANGE (at);
  CREATE TABLE sample.log_2026 PARTITION OF sample.log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
  ALTER TABLE sample.guests ENABLE ROW LEVEL SECURITY;
  CREATE POLICY tenant_isolation ON sample.guests TO org_app
    USING (tenant_id = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
  CREATE POLICY narrow ON sample.guests AS RESTRICTIVE FOR UPDATE TO org_app USING (email <> '') WITH CHECK (false);
  CREATE FUNCTION sample.stamp() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN RETURN new; END';
  REVOKE EXECUTE ON FUNCTION sample.stamp() FROM PUBLIC;
  CREATE TRIGGER stamp BEFORE INSERT ON sample.visits FOR EACH ROW EXECUTE FUNCTION sample.stamp();
  GRANT SELECT, INSERT ON sample.visits TO org_app;
  GRANT UPDATE (mood) ON sample.visits TO org_app;
`;

/** Schema files in a folder of their own. */
export async function sampleFiles(): Promise<{ directory: string } & AsyncDisposable> {
  const directory = await mkdtemp(path.join(tmpdir(), 'db-docs-'));
  await mkdir(path.join(directory, 'sample'));
  await writeFile(path.join(directory, 'main.prisma'), MAIN);
  await writeFile(path.join(directory, 'sample', 'visit.prisma'), VISIT);
  return { directory, [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) };
}
