export { type AccountRisk, rateAccount } from './commerce/account-health/rate-account.ts';
export {
  type SnapshotsTaken,
  type TakeSnapshotsOptions,
  takeAccountHealthSnapshots,
} from './commerce/account-health/take-snapshots.ts';
export {
  type SalesMetricsWritten,
  writeSalesMetrics,
} from './commerce/account-health/write-sales-metrics.ts';
export type { Account, OpenSession, PortalAccount, StaffAccount } from './core/account.ts';
export { changePassword, changePasswordSchema } from './core/change-password.ts';
export { createUser, createUserSchema } from './core/create-user.ts';
export { deleteUser } from './core/delete-user.ts';
export { emailSchema } from './core/email-address.ts';
export { roleNameSchema } from './core/find-roles.ts';
export { getUser } from './core/get-user.ts';
export { listUsers, listUsersSchema, USER_ORDERS, userFilters } from './core/list-users.ts';
export { loadAccount } from './core/load-account.ts';
export { type LogInInput, logInPortalUser, logInSchema, logInStaff } from './core/log-in.ts';
export { logOut } from './core/log-out.ts';
export { permissionsOfUser } from './core/permissions-of-user.ts';
export { recordWebhookEvent, type WebhookEvent } from './core/record-webhook-event.ts';
export { type RefreshSessionInput, refreshSession, refreshSessionSchema } from './core/refresh-session.ts';
export type { RequestOrigin } from './core/request-origin.ts';
export { restoreUser } from './core/restore-user.ts';
export type { Actor } from './core/stay-within-rights.ts';
export { updateUser, updateUserSchema } from './core/update-user.ts';
export { type User, userStatusSchema } from './core/user.ts';
export {
  type ClaimedDelivery,
  type ClaimOptions,
  claimDueDeliveries,
} from './core/webhooks/claim-due-deliveries.ts';
export {
  type CreatedWebhookSubscription,
  type CreateWebhookSubscriptionInput,
  createWebhookSubscription,
} from './core/webhooks/create-webhook-subscription.ts';
export {
  type DeliverOptions,
  type DeliveryOutcome,
  deliverWebhook,
} from './core/webhooks/deliver-webhook.ts';
export type { DeliveryState } from './core/webhooks/record-attempt.ts';
export { redriveDelivery } from './core/webhooks/redrive-delivery.ts';
export { DEFAULT_RETRY_POLICY, type RetryPolicy } from './core/webhooks/retry-delay.ts';
export {
  type ReceivedWebhook,
  type VerifiedWebhook,
  type VerifyWebhookOptions,
  verifyWebhook,
} from './core/webhooks/verify-webhook.ts';
export { DOMAIN_ERRORS, DomainError, type DomainErrorCode, type FieldError } from './errors.ts';
