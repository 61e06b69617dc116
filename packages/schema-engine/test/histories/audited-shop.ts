import { asWindowsWrites, type History } from './history.ts';

/** Functions, DO blocks, triggers, views, policies, generated columns, partial and expression indexes. */
export const auditedShop: History = {
  migrations: {
    '20200101000000_init': asWindowsWrites(`-- CreateTable; the "first" one
CREATE TABLE "product" (
    "id" SERIAL PRIMARY KEY,
    "tenant" TEXT NOT NULL DEFAULT 'a;b',
    "name" TEXT NOT NULL,
    "price_cents" INTEGER NOT NULL,
    "archived" BOOLEAN NOT NULL DEFAULT false
);

/* A comment /* in a comment; */ with ; and 'quotes */
INSERT INTO "product"("name", "price_cents") VALUES ('it''s; "fine"', 100), (E'back\\\\slash\\';', 200);
`),
    '20200201000000_audit_trigger': `CREATE TABLE "audit" (
    "id" BIGSERIAL PRIMARY KEY, "what" TEXT NOT NULL, "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE OR REPLACE FUNCTION note_change() RETURNS trigger AS $body$
BEGIN
  -- $$ inside another tag; still one statement
  INSERT INTO "audit"("what") VALUES (format($$%s; %s$$, TG_OP, NEW.name));
  RETURN NEW;
END;
$body$ LANGUAGE plpgsql;

CREATE TRIGGER product_audit AFTER INSERT OR UPDATE ON "product"
  FOR EACH ROW EXECUTE FUNCTION note_change();
`,
    '20200301000000_do_block': asWindowsWrites(`DO $$
DECLARE item record;
BEGIN
  FOR item IN SELECT id FROM "product" LOOP
    UPDATE "product" SET "price_cents" = "price_cents" + 1 WHERE id = item.id;
  END LOOP;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'nobody; really') THEN
    RAISE NOTICE 'no such role; fine';
  END IF;
END
$$;
`),
    '20200401000000_empty_file': '',
    '20200402000000_only_a_comment': '-- Nothing to do here.\n',
    '20200501000000_indexes': `CREATE UNIQUE INDEX "product_name_live" ON "product"("name") WHERE NOT "archived";
CREATE INDEX "product_lower_name" ON "product" (lower("name"), ("price_cents" / 100));
CREATE INDEX "product_tenant_idx" ON "product"("tenant");
`,
    '20200502000000_concurrently': `-- Cannot run in a transaction.
CREATE INDEX CONCURRENTLY "product_price_cents_idx" ON "product"("price_cents" DESC);
`,
    '20200503000000_concurrently_among_others': `DROP INDEX CONCURRENTLY IF EXISTS "product_tenant_idx";
CREATE INDEX CONCURRENTLY IF NOT EXISTS "product_tenant_archived_idx" ON "product"("tenant", "archived");
ALTER TABLE "product" ADD COLUMN "note" TEXT DEFAULT ';';
`,
    '20200601000000_generated': `ALTER TABLE "product" ADD COLUMN "gross_cents" INTEGER GENERATED ALWAYS AS ("price_cents" * 119 / 100) STORED;`,
    '20200701000000_view_and_policy': `CREATE VIEW "live_product" AS SELECT id, name FROM "product" WHERE NOT archived;
CREATE MATERIALIZED VIEW "sums" AS SELECT tenant, sum(price_cents) AS total FROM "product" GROUP BY tenant;
ALTER TABLE "product" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own; rows" ON "product" USING ("tenant" = current_setting('app.tenant', true));
COMMENT ON TABLE "product" IS $c$What we sell; for 'money'.$c$;
`,
    '20200801000000_procedures': `CREATE FUNCTION add_one(i int) RETURNS int LANGUAGE sql IMMUTABLE RETURN i + 1;
CREATE FUNCTION twice(i int) RETURNS int LANGUAGE sql BEGIN ATOMIC; SELECT i; SELECT CASE WHEN i > 0 THEN i * 2 ELSE 0 END; END;
CREATE PROCEDURE archive_all() LANGUAGE plpgsql AS 'BEGIN UPDATE product SET archived = true; END;';
CREATE AGGREGATE longest(text) (SFUNC = textcat, STYPE = text);
`,
  },
  models: `
model product {
  id          Int     @id @default(autoincrement())
  tenant      String  @default("a;b")
  name        String
  price_cents Int
  archived    Boolean @default(false)
  note        String? @default(";")
  gross_cents Int?    @default(dbgenerated())

  @@index([price_cents(sort: Desc)])
  @@index([tenant, archived])
}

model audit {
  id   BigInt   @id @default(autoincrement())
  what String
  at   DateTime @default(now()) @db.Timestamptz(3)
}
`,
  proof: `SELECT (SELECT array_agg(what ORDER BY id) FROM audit) =
      ARRAY['UPDATE; it''s; "fine"', 'UPDATE; back\\slash'';'] AS audited,
    (SELECT array_agg(gross_cents ORDER BY id) FROM product) = ARRAY[120, 239] AS generated,
    (SELECT bool_and(indisvalid) FROM pg_index) AS valid,
    (SELECT count(*) FROM pg_indexes WHERE indexname IN ('product_name_live', 'product_lower_name')) = 2 AS indexed,
    (SELECT count(*) FROM pg_policies WHERE policyname = 'own; rows') = 1 AS policy,
    add_one(1) = 2 AND twice(2) = 4 AS functions,
    (SELECT longest(name ORDER BY id) LIKE '%fine%' FROM live_product) AS aggregated`,
};
