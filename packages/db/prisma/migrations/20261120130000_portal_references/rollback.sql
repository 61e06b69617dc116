DROP TRIGGER refuse_hidden_reference ON "commerce"."carts";
DROP TRIGGER refuse_hidden_reference ON "commerce"."list_items";
DROP TRIGGER refuse_hidden_reference ON "commerce"."cart_items";
DROP FUNCTION commerce.refuse_hidden_reference();
