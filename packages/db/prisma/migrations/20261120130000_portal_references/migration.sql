-- Foreign keys look past row level security: a portal user could put a SKU that it is not offered into its cart or on its
-- list, or another customer's order on its cart, and learn by trying which of them exist. Now a reference to what it cannot
-- see fails as one to what is not there. The look-up runs with the caller's rights; nobody but portal users pays for it.
CREATE FUNCTION commerce.refuse_hidden_reference() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  target text := CASE TG_TABLE_NAME WHEN 'carts' THEN 'order' ELSE 'sku' END;
  found boolean;
BEGIN
  IF TG_TABLE_NAME = 'carts' THEN
    found := EXISTS (SELECT FROM commerce.orders WHERE tenant_id = NEW.tenant_id AND id = NEW.order_id);
  ELSE
    found := EXISTS (SELECT FROM commerce.skus WHERE tenant_id = NEW.tenant_id AND id = NEW.sku_id);
  END IF;
  IF NOT found THEN
    RAISE EXCEPTION 'the % of this row is not visible', target USING
      ERRCODE = 'foreign_key_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME,
      CONSTRAINT = format('%s_tenant_id_%s_id_fkey', TG_TABLE_NAME, target);
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER refuse_hidden_reference BEFORE INSERT OR UPDATE OF sku_id ON "commerce"."cart_items" FOR EACH ROW
  WHEN (nullif(current_setting('app.current_portal_user_id', true), '') IS NOT NULL)
  EXECUTE FUNCTION commerce.refuse_hidden_reference();
CREATE TRIGGER refuse_hidden_reference BEFORE INSERT OR UPDATE OF sku_id ON "commerce"."list_items" FOR EACH ROW
  WHEN (nullif(current_setting('app.current_portal_user_id', true), '') IS NOT NULL)
  EXECUTE FUNCTION commerce.refuse_hidden_reference();
CREATE TRIGGER refuse_hidden_reference BEFORE INSERT OR UPDATE OF order_id ON "commerce"."carts" FOR EACH ROW
  WHEN (NEW.order_id IS NOT NULL AND nullif(current_setting('app.current_portal_user_id', true), '') IS NOT NULL)
  EXECUTE FUNCTION commerce.refuse_hidden_reference();
