-- What a gateway has still to send: tries so far, and when the next one is due.
ALTER TABLE "core"."notifications"
  ADD COLUMN "attempts" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN "failed_at" TIMESTAMPTZ(3),
  ADD COLUMN "last_error" VARCHAR(500);

-- CreateTable
CREATE TABLE "core"."login_rates" (
    "key" BYTEA NOT NULL,
    "arrival_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "login_rates_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "login_rates_arrival_at_idx" ON "core"."login_rates"("arrival_at");

-- A count of the last minute is worth no write-ahead log: a commit that wrote nothing else does not wait for the disk.
ALTER TABLE "core"."login_rates" SET UNLOGGED;

-- Counts a try to log in, for all processes: of a key, `burst` at once, then one every `every_seconds`. Who tries may name
-- no tenant that exists, so the table is no tenant's; the services come to it by this function only. Returns the seconds
-- until the next try, 0 when this one may go on.
CREATE FUNCTION core.count_login(rate_key bytea, burst integer, every_seconds double precision) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  allowed timestamptz;
  wait double precision;
BEGIN
  IF octet_length(rate_key) <> 32 OR burst < 1 OR every_seconds <= 0 THEN
    RAISE EXCEPTION 'rate_key must have 32 bytes, burst and every_seconds must be positive' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  INSERT INTO core.login_rates AS r (key, arrival_at)
  VALUES (rate_key, clock_timestamp() + every_seconds * interval '1 second')
  ON CONFLICT (key) DO UPDATE
    SET arrival_at = greatest(r.arrival_at, clock_timestamp()) + every_seconds * interval '1 second'
    WHERE greatest(r.arrival_at, clock_timestamp()) + every_seconds * interval '1 second'
      <= clock_timestamp() + burst * every_seconds * interval '1 second'
  RETURNING arrival_at INTO allowed;
  IF allowed IS NOT NULL THEN
    RETURN 0;
  END IF;
  SELECT extract(epoch FROM r.arrival_at - clock_timestamp()) - (burst - 1) * every_seconds INTO wait
  FROM core.login_rates AS r WHERE r.key = rate_key;
  RETURN greatest(1, ceil(wait)::integer);
END
$$;
REVOKE ALL ON FUNCTION core.count_login(bytea, integer, double precision) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.count_login(bytea, integer, double precision) TO org_app, org_admin;

-- The worker asks once for all tenants who has something due, instead of asking each.
CREATE FUNCTION core.tenants_with_due_webhooks() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT t.id FROM core.tenants AS t
  WHERE t.status IN ('TRIAL', 'ACTIVE') AND EXISTS (
    SELECT FROM core.webhook_deliveries AS d
    WHERE d.tenant_id = t.id AND d.status = 'PENDING' AND d.next_attempt_at <= now()
    OFFSET 0
  )
  ORDER BY t.id
$$;
REVOKE ALL ON FUNCTION core.tenants_with_due_webhooks() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.tenants_with_due_webhooks() TO org_worker, org_admin;

-- Forgets events that are old, with their deliveries, as long as none of these is pending; at most so many at once.
CREATE FUNCTION core.prune_webhooks(keep_days integer, batch_size integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  pruned integer;
BEGIN
  IF keep_days IS NULL OR keep_days < 1 OR batch_size IS NULL OR batch_size NOT BETWEEN 1 AND 100000 THEN
    RAISE EXCEPTION 'keep_days must be 1 or more, and batch_size between 1 and 100000' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  DELETE FROM core.webhook_events AS gone USING (
    SELECT old.tenant_id, old.id
    FROM core.tenants AS t
    CROSS JOIN LATERAL (
      SELECT e.tenant_id, e.id FROM core.webhook_events AS e
      WHERE e.tenant_id = t.id AND e.created_at < now() - make_interval(days => keep_days)
        AND NOT EXISTS (
          SELECT FROM core.webhook_deliveries AS d
          WHERE d.tenant_id = e.tenant_id AND d.event_id = e.id AND d.status = 'PENDING'
        )
      ORDER BY e.created_at LIMIT batch_size
    ) AS old
    LIMIT batch_size
  ) AS old
  WHERE gone.tenant_id = old.tenant_id AND gone.id = old.id;
  GET DIAGNOSTICS pruned = ROW_COUNT;
  RETURN pruned;
END
$$;
REVOKE ALL ON FUNCTION core.prune_webhooks(integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.prune_webhooks(integer, integer) TO org_worker, org_admin;

-- Forgets counts that say nothing any more, and returns how many.
CREATE FUNCTION core.prune_login_rates() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  pruned integer;
BEGIN
  DELETE FROM core.login_rates WHERE arrival_at < now();
  GET DIAGNOSTICS pruned = ROW_COUNT;
  RETURN pruned;
END
$$;
REVOKE ALL ON FUNCTION core.prune_login_rates() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.prune_login_rates() TO org_worker, org_admin;

-- core.login_rates: isolation, rights, audit, encryption (derived from the schema's annotations)
GRANT SELECT, INSERT ON "core"."login_rates" TO org_admin;
