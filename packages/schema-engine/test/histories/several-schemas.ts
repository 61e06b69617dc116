import type { History } from './history.ts';

/** Three schemas with keys between them, and names that need quotes. */
export const severalSchemas: History = {
  schemas: ['auth', 'public', 'Sales Dept'],
  migrations: {
    '20210101000000_init': `-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "auth";
CREATE SCHEMA "Sales Dept";
CREATE TYPE "auth"."Kind" AS ENUM ('PERSON', 'MACHINE');
CREATE TABLE "auth"."User" ("id" UUID NOT NULL DEFAULT gen_random_uuid(), "kind" "auth"."Kind" NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Sales Dept"."Order" ("id" SERIAL NOT NULL, "userId" UUID NOT NULL, CONSTRAINT "Order_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Setting" ("key" TEXT NOT NULL, "value" JSONB NOT NULL DEFAULT '{"a;": "}"}', CONSTRAINT "Setting_pkey" PRIMARY KEY ("key"));
ALTER TABLE "Sales Dept"."Order" ADD CONSTRAINT "Order_userId_fkey" FOREIGN KEY ("userId") REFERENCES "auth"."User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
`,
    '20210201000000_search_path': `SET search_path TO "auth";
CREATE FUNCTION kinds() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM "auth"."User"; $$;
`,
    '20210301000000_after': 'ALTER TABLE "Setting" ADD COLUMN "changed" TIMESTAMP(3);\n',
  },
  models: `
enum Kind {
  PERSON
  MACHINE

  @@schema("auth")
}

model User {
  id     String  @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
  kind   Kind
  orders Order[]

  @@schema("auth")
}

model Order {
  id     Int    @id @default(autoincrement())
  userId String @db.Uuid
  user   User   @relation(fields: [userId], references: [id])

  @@schema("Sales Dept")
}

model Setting {
  key     String    @id
  value   Json      @default("{\\"a;\\": \\"}\\"}")
  changed DateTime?

  @@schema("public")
}
`,
  proof: `SELECT auth.kinds() = 0 AS found, to_regclass('public."Setting"') IS NOT NULL AS placed`,
};
