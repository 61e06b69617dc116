DROP INDEX CONCURRENTLY "commerce"."orders_delivered_idx";
