/** A row for a tenant in every table of construction. The tenant is the columns' default; `$names` become ids. */
export const CONSTRUCTION_NAMES = [
  'builder',
  'vendor',
  'material',
  'plan',
  'elevation',
  'option',
  'templateItem',
  'community',
  'lot',
  'job',
  'takeoff',
  'takeoffLine',
  'purchaseOrder',
  'indexPrice',
  'pattern',
] as const;

export const CONSTRUCTION_ROWS = `
insert into construction.customers (id, code, name) values ('$builder', 'B-1', '$mark');
insert into construction.customer_contacts (customer_id, name) values ('$builder', '$mark');
insert into construction.customer_external_ids (customer_id, system, external_id) values ('$builder', 'erp', '$mark');
insert into construction.customer_pricing_tiers (customer_id, tier, valid_from) values ('$builder', 'VOLUME', '2026-01-01');
insert into construction.vendors (id, code, name) values ('$vendor', 'V-1', '$mark');
insert into construction.materials (id, vendor_id, sku, name, category, unit) values
  ('$material', '$vendor', 'M-1', '$mark', 'LUMBER', 'EA');
insert into construction.customer_pricing (customer_id, material_id, unit_price, valid_from) values
  ('$builder', '$material', 1, '2026-01-01');
insert into construction.random_lengths_pricing (id, species, grade, size, region, price_per_mbf, week_of) values
  ('$indexPrice', '$mark', '2', '2x4', 'West', 400, '2026-01-05');
insert into construction.pricing_history (material_id, unit_cost, source, index_price_id, valid_from) values
  ('$material', 1, 'RANDOM_LENGTHS', '$indexPrice', '2026-01-05');
insert into construction.plans (id, code, name) values ('$plan', 'P-1', '$mark');
insert into construction.plan_elevations (id, plan_id, code, name) values ('$elevation', '$plan', 'A', '$mark');
insert into construction.plan_options (id, plan_id, code, name) values ('$option', '$plan', 'O-1', '$mark');
insert into construction.plan_template_items (id, plan_id, material_id, quantity, unit) values
  ('$templateItem', '$plan', '$material', 1, 'EA');
insert into construction.communities (id, code, name) values ('$community', 'C-1', '$mark');
insert into construction.lots (id, community_id, number) values ('$lot', '$community', '$mark');
insert into construction.jobs (id, code, lot_id, plan_id, elevation_id, customer_id) values
  ('$job', 'J-1', '$lot', '$plan', '$elevation', '$builder');
insert into construction.job_options (job_id, plan_id, option_id) values ('$job', '$plan', '$option');
insert into construction.takeoffs (id, number, job_id, customer_id, priced_on) values
  ('$takeoff', 'T-1', '$job', '$builder', '2026-01-05');
insert into construction.takeoff_line_items
  (id, takeoff_id, line_number, source, template_item_id, material_id, unit, base_quantity, quantity) values
  ('$takeoffLine', '$takeoff', 1, 'PLAN', '$templateItem', '$material', 'EA', 1, 1);
insert into construction.takeoff_validations (takeoff_id, line_item_id, rule, severity, message) values
  ('$takeoff', '$takeoffLine', 'PRICE_MISSING', 'ERROR', '$mark');
insert into construction.purchase_orders (id, number, takeoff_id, vendor_id, total) values
  ('$purchaseOrder', 'PO-1', '$takeoff', '$vendor', 1);
insert into construction.purchase_order_lines
  (purchase_order_id, takeoff_line_item_id, line_number, material_id, unit, quantity, unit_cost, extended_cost) values
  ('$purchaseOrder', '$takeoffLine', 1, '$material', 'EA', 1, 1, 1);
insert into construction.variance_patterns (id, scope, subject_id, material_id, sample_size, mean, deviation, confidence) values
  ('$pattern', 'MATERIAL', '$material', '$material', 3, 0.1, 0, 1);
insert into construction.variance_reviews (pattern_id, sample_size, mean, deviation, confidence, note) values
  ('$pattern', 3, 0.1, 0, 1, '$mark');
`;
