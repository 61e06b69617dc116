-- Takes back 20261126210253_tenant_operations. Complete it where the step was completed by hand.
-- Data is lost: table core.tenant_operations.

-- DropTable
DROP TABLE "core"."tenant_operations";

-- DropEnum
DROP TYPE "core"."tenant_operation_kind";
