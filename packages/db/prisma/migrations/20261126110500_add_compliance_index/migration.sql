-- For filings: what was delivered into a state in a period. Built without blocking writes.
CREATE INDEX CONCURRENTLY "orders_delivered_idx" ON "commerce"."orders" (tenant_id, tax_state, delivered_at)
  WHERE status = 'DELIVERED';
