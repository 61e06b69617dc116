export { abandonCart, abandonCartInput } from './commerce/abandon-cart.ts';
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
export type { Actor as CommerceActor } from './commerce/actor.ts';
export {
  adjustInventory,
  adjustInventoryInput,
  inventoryChangesSchema,
} from './commerce/adjust-inventory.ts';
export {
  ACCOUNT_HEALTH_ORDERS,
  type AccountHealthView,
  accountHealthFilters,
  accountHealthSchema,
  listAccountHealth,
} from './commerce/analytics/list-account-health.ts';
export {
  listSalesMetrics,
  SALES_METRIC_ORDERS,
  type SalesMetricView,
  salesMetricFilters,
  salesMetricSchema,
} from './commerce/analytics/list-sales-metrics.ts';
export { approveOrder, approveOrderInput } from './commerce/approve-order.ts';
export { cancelOrder, cancelOrderInput } from './commerce/cancel-order.ts';
export {
  type CheckOutCartInput,
  checkOutCart,
  checkOutCartInput,
  checkOutRequestSchema,
} from './commerce/check-out-cart.ts';
export type { Clients as CommerceClients, PortalClients } from './commerce/clients.ts';
export { acceptFiling, fileFiling } from './commerce/compliance/advance-filing.ts';
export { FILING_ORDERS, filingFilters, listFilings } from './commerce/compliance/list-filings.ts';
export { prepareFiling, prepareFilingInput } from './commerce/compliance/prepare-filing.ts';
export { prepareFilings, prepareFilingsInput } from './commerce/compliance/prepare-filings.ts';
export { createCustomer, createCustomerInput } from './commerce/create-customer.ts';
export { createInventory, createInventoryInput } from './commerce/create-inventory.ts';
export { createProduct, createProductInput } from './commerce/create-product.ts';
export { createSku, createSkuInput } from './commerce/create-sku.ts';
export { deleteCustomer, deleteCustomerInput } from './commerce/delete-customer.ts';
export { deleteProduct, deleteProductInput } from './commerce/delete-product.ts';
export { deliverInvoice, deliverInvoiceInput } from './commerce/deliver-invoice.ts';
export { deliverOrder, deliverOrderInput } from './commerce/deliver-order.ts';
export { getCart, getCartInput } from './commerce/get-cart.ts';
export { getCustomer, getCustomerInput } from './commerce/get-customer.ts';
export { getInventory, getInventoryInput } from './commerce/get-inventory.ts';
export { getInvoice, getInvoiceInput } from './commerce/get-invoice.ts';
export { getOrder, getOrderInput } from './commerce/get-order.ts';
export { getProduct, getProductInput } from './commerce/get-product.ts';
export { getSku, getSkuInput } from './commerce/get-sku.ts';
export { issueInvoice, issueInvoiceInput } from './commerce/issue-invoice.ts';
export { CART_ORDERS, cartFilters, listCarts, listCartsInput } from './commerce/list-carts.ts';
export {
  CUSTOMER_ORDERS,
  customerFilters,
  listCustomers,
  listCustomersInput,
} from './commerce/list-customers.ts';
export {
  INVENTORY_ORDERS,
  inventoryFilters,
  listInventory,
  listInventoryInput,
} from './commerce/list-inventory.ts';
export { INVOICE_ORDERS, invoiceFilters, listInvoices, listInvoicesInput } from './commerce/list-invoices.ts';
export { listOrders, listOrdersInput, ORDER_ORDERS, orderFilters } from './commerce/list-orders.ts';
export { listProducts, listProductsInput, PRODUCT_ORDERS, productFilters } from './commerce/list-products.ts';
export { listSkus, listSkusInput, SKU_ORDERS, skuFilters } from './commerce/list-skus.ts';
export { changeList, listChangesSchema } from './commerce/lists/change-list.ts';
export { createList } from './commerce/lists/create-list.ts';
export { deleteList } from './commerce/lists/delete-list.ts';
export { fillCartFromList } from './commerce/lists/fill-cart-from-list.ts';
export { getList } from './commerce/lists/get-list.ts';
export { LIST_ORDERS, listFilters, listLists } from './commerce/lists/list-lists.ts';
export { type SavedListView, savedListSchema } from './commerce/lists/list-view.ts';
export {
  listNewsletterSubscriptions,
  NEWSLETTER_ORDERS,
  newsletterFilters,
} from './commerce/newsletter/list-newsletter-subscriptions.ts';
export {
  type NewsletterView,
  newsletterSchema,
  newsletterStatusSchema,
} from './commerce/newsletter/newsletter-view.ts';
export {
  newsletterRequestSchema,
  setNewsletterSubscription,
} from './commerce/newsletter/set-newsletter-subscription.ts';
export { openCart, openCartInput } from './commerce/open-cart.ts';
export {
  orderRequestSchema,
  type PlaceOrderInput,
  placeOrder,
  placeOrderInput,
} from './commerce/place-order.ts';
export { addPortalUser, portalUserRequestSchema } from './commerce/portal-users/add-portal-user.ts';
export {
  listPortalUsers,
  PORTAL_USER_ORDERS,
  portalUserFilters,
} from './commerce/portal-users/list-portal-users.ts';
export { type PortalUserView, portalUserSchema } from './commerce/portal-users/portal-user-view.ts';
export { portalUserChangesSchema, updatePortalUser } from './commerce/portal-users/update-portal-user.ts';
export { createPrice, createPriceInput } from './commerce/prices/create-price.ts';
export { deletePrice } from './commerce/prices/delete-price.ts';
export { listPrices, PRICE_ORDERS, priceFilters } from './commerce/prices/list-prices.ts';
export { priceChangesSchema, updatePrice } from './commerce/prices/update-price.ts';
export { putCartItem, putCartItemInput } from './commerce/put-cart-item.ts';
export { recomputeTiers, type TiersRecomputed } from './commerce/recompute-tiers.ts';
export {
  paymentRequestSchema,
  type RecordPaymentInput,
  recordPayment,
  recordPaymentInput,
} from './commerce/record-payment.ts';
export { removeCartItem, removeCartItemInput } from './commerce/remove-cart-item.ts';
export { createActivity, createActivityInput } from './commerce/sales-work/create-activity.ts';
export { createCallPlan, createCallPlanInput } from './commerce/sales-work/create-call-plan.ts';
export { createTask, createTaskInput } from './commerce/sales-work/create-task.ts';
export { deleteCallPlan } from './commerce/sales-work/delete-call-plan.ts';
export { ACTIVITY_ORDERS, activityFilters, listActivities } from './commerce/sales-work/list-activities.ts';
export { CALL_PLAN_ORDERS, callPlanFilters, listCallPlans } from './commerce/sales-work/list-call-plans.ts';
export { listTasks, TASK_ORDERS, taskFilters } from './commerce/sales-work/list-tasks.ts';
export { callPlanChangesSchema, updateCallPlan } from './commerce/sales-work/update-call-plan.ts';
export { taskChangesSchema, updateTask } from './commerce/sales-work/update-task.ts';
export { shipOrder, shipOrderInput } from './commerce/ship-order.ts';
export { createSupplier, createSupplierInput } from './commerce/suppliers/create-supplier.ts';
export { deleteSupplier } from './commerce/suppliers/delete-supplier.ts';
export { listSuppliers, SUPPLIER_ORDERS, supplierFilters } from './commerce/suppliers/list-suppliers.ts';
export { supplierChangesSchema, updateSupplier } from './commerce/suppliers/update-supplier.ts';
export { createTaxRate, createTaxRateInput } from './commerce/tax/create-tax-rate.ts';
export { listTaxRates, TAX_RATE_ORDERS, taxRateFilters } from './commerce/tax/list-tax-rates.ts';
export { taxRateChangesSchema, updateTaxRate } from './commerce/tax/update-tax-rate.ts';
export { customerChangesSchema, updateCustomer, updateCustomerInput } from './commerce/update-customer.ts';
export { productChangesSchema, updateProduct, updateProductInput } from './commerce/update-product.ts';
export { skuChangesSchema, updateSku, updateSkuInput } from './commerce/update-sku.ts';
export {
  type CartItemView,
  type CartSummaryView,
  type CartView,
  cartSchema,
  cartSummarySchema,
} from './commerce/views/cart.ts';
export { type CustomerView, customerSchema } from './commerce/views/customer.ts';
export { type InventoryView, inventorySchema } from './commerce/views/inventory.ts';
export {
  type InvoiceSummaryView,
  type InvoiceView,
  invoiceSchema,
  invoiceSummarySchema,
  type PaymentView,
} from './commerce/views/invoice.ts';
export {
  type OrderLineView,
  type OrderSummaryView,
  type OrderView,
  orderSchema,
  orderSummarySchema,
} from './commerce/views/order.ts';
export { type ProductView, productSchema, type SkuView, skuSchema } from './commerce/views/product.ts';
export {
  type ActivityView,
  activitySchema,
  type CallPlanView,
  callPlanSchema,
  type TaskView,
  taskSchema,
} from './commerce/views/sales-work.ts';
export {
  type FilingView,
  filingSchema,
  type PriceView,
  priceSchema,
  type SupplierView,
  supplierSchema,
  type TaxRateView,
  taxRateSchema,
} from './commerce/views/terms.ts';
export { voidInvoice, voidInvoiceInput } from './commerce/void-invoice.ts';
export { acceptVariance, acceptVarianceInput } from './construction/accept-variance.ts';
export {
  acknowledgementSchema,
  acknowledgePurchaseOrder,
} from './construction/acknowledge-purchase-order.ts';
export { addTakeoffLine, newLineSchema } from './construction/add-takeoff-line.ts';
export { approveTakeoff } from './construction/approve-takeoff.ts';
export { cancelJob } from './construction/cancel-job.ts';
export { cancelPurchaseOrder } from './construction/cancel-purchase-order.ts';
export { completeJob, completionSchema } from './construction/complete-job.ts';
export { createJob, createJobInput } from './construction/create-job.ts';
export { createTakeoff, takeoffRequestSchema } from './construction/create-takeoff.ts';
export { detectVariance, type VarianceDetected } from './construction/detect-variance.ts';
export { getJob } from './construction/get-job.ts';
export { getPurchaseOrder } from './construction/get-purchase-order.ts';
export { getTakeoff } from './construction/get-takeoff.ts';
export { issuePurchaseOrder } from './construction/issue-purchase-order.ts';
export {
  INDEX_PRICE_ORDERS,
  indexPriceFilters,
  indexPriceSchema,
  listIndexPrices,
} from './construction/list-index-prices.ts';
export { JOB_ORDERS, jobFilters, listJobs } from './construction/list-jobs.ts';
export {
  listPriceHistory,
  type MaterialPriceView,
  materialPriceSchema,
  PRICE_HISTORY_ORDERS,
} from './construction/list-price-history.ts';
export {
  listPurchaseOrders,
  PURCHASE_ORDER_ORDERS,
  purchaseOrderFilters,
} from './construction/list-purchase-orders.ts';
export { listTakeoffs, TAKEOFF_ORDERS, takeoffFilters } from './construction/list-takeoffs.ts';
export {
  listVariancePatterns,
  VARIANCE_PATTERN_ORDERS,
  variancePatternFilters,
} from './construction/list-variance-patterns.ts';
export {
  listVarianceReviews,
  VARIANCE_REVIEW_ORDERS,
  varianceReviewFilters,
} from './construction/list-variance-reviews.ts';
export { communities, lots } from './construction/master-data/communities.ts';
export {
  builderCustomers,
  customerContacts,
  customerExternalIds,
  customerPrices,
  customerTiers,
} from './construction/master-data/customers.ts';
export { materials, vendors } from './construction/master-data/materials.ts';
export { planElevations, planOptions, plans, planTemplateItems } from './construction/master-data/plans.ts';
export type { Records } from './construction/master-data/records.ts';
export { orderTakeoff } from './construction/order-takeoff.ts';
export { receiptSchema, receivePurchaseOrder } from './construction/receive-purchase-order.ts';
export {
  type IndexWeekRecorded,
  recordIndexWeek,
  recordIndexWeekInput,
} from './construction/record-index-week.ts';
export { rejectionReasonField, rejectTakeoff } from './construction/reject-takeoff.ts';
export { rejectVariance, reviewNoteField } from './construction/reject-variance.ts';
export { removeTakeoffLine } from './construction/remove-takeoff-line.ts';
export { resolutionField, resolveValidation } from './construction/resolve-validation.ts';
export { startJob } from './construction/start-job.ts';
export { submitTakeoff } from './construction/submit-takeoff.ts';
export { lineChangesSchema, updateTakeoffLine } from './construction/update-takeoff-line.ts';
export { validateTakeoff } from './construction/validate-takeoff.ts';
export { type JobView, jobSchema } from './construction/views/job.ts';
export {
  type PurchaseOrderSummaryView,
  type PurchaseOrderView,
  purchaseOrderSchema,
  purchaseOrderSummarySchema,
} from './construction/views/purchase-order.ts';
export {
  type TakeoffSummaryView,
  type TakeoffView,
  takeoffSchema,
  takeoffSummarySchema,
} from './construction/views/takeoff.ts';
export {
  type VariancePatternView,
  type VarianceReviewView,
  variancePatternSchema,
  varianceReviewSchema,
} from './construction/views/variance.ts';
export type { Account, OpenSession, PortalAccount, StaffAccount } from './core/account.ts';
export { looksLikeApiKey } from './core/api-keys/api-key-text.ts';
export { type ApiKeyView, apiKeySchema } from './core/api-keys/api-key-view.ts';
export { apiKeyRequestSchema, type CreatedApiKey, createApiKey } from './core/api-keys/create-api-key.ts';
export { API_KEY_ORDERS, listApiKeys } from './core/api-keys/list-api-keys.ts';
export { revokeApiKey } from './core/api-keys/revoke-api-key.ts';
export { type ApiKeyAccount, useApiKey } from './core/api-keys/use-api-key.ts';
export {
  AUDIT_ORDERS,
  type AuditEntryView,
  auditEntrySchema,
  auditFilters,
  listAudit,
} from './core/audit/list-audit.ts';
export { changePassword, changePasswordSchema } from './core/change-password.ts';
export {
  type ConfigurationView,
  configurationKeySchema,
  configurationSchema,
} from './core/configuration/configuration.ts';
export { getConfiguration } from './core/configuration/get-configuration.ts';
export { listConfiguration } from './core/configuration/list-configuration.ts';
export { resetConfiguration } from './core/configuration/reset-configuration.ts';
export { setConfiguration } from './core/configuration/set-configuration.ts';
export { countLogin, type LoginRate } from './core/count-login.ts';
export { createUser, createUserSchema } from './core/create-user.ts';
export { currentAccount } from './core/current-account.ts';
export { deleteUser } from './core/delete-user.ts';
export { emailSchema } from './core/email-address.ts';
export { roleNameSchema } from './core/find-roles.ts';
export { getUser } from './core/get-user.ts';
export { listUsers, listUsersSchema, USER_ORDERS, userFilters } from './core/list-users.ts';
export { loadAccount } from './core/load-account.ts';
export { type LogInInput, logInPortalUser, logInSchema, logInStaff } from './core/log-in.ts';
export { logOut } from './core/log-out.ts';
export { forgetMediaFile } from './core/media/forget-media-file.ts';
export { listMediaFiles, MEDIA_ORDERS, mediaFilters } from './core/media/list-media-files.ts';
export { type MediaFileView, mediaFileSchema } from './core/media/media-view.ts';
export { mediaFileRequestSchema, registerMediaFile } from './core/media/register-media-file.ts';
export { confirmDelivery } from './core/notifications/confirm-delivery.ts';
export {
  type DeliverNotificationsOptions,
  deliverNotifications,
  type NotificationsDelivered,
} from './core/notifications/deliver-notifications.ts';
export { type HttpGatewayOptions, httpGateway } from './core/notifications/http-gateway.ts';
export {
  listNotifications,
  NOTIFICATION_ORDERS,
  notificationFilters,
} from './core/notifications/list-notifications.ts';
export { logGateway, type NotificationLine } from './core/notifications/log-gateway.ts';
export type {
  GatewayResult,
  NotificationGateway,
  OutgoingNotification,
} from './core/notifications/notification-gateway.ts';
export { type NotificationView, notificationSchema } from './core/notifications/notification-view.ts';
export { readNotifications } from './core/notifications/read-notifications.ts';
export { redriveNotification } from './core/notifications/redrive-notification.ts';
export { sendNotification, sendNotificationInput } from './core/notifications/send-notification.ts';
export { permissionsOfUser } from './core/permissions-of-user.ts';
export { recordWebhookEvent, type WebhookEvent } from './core/record-webhook-event.ts';
export { type RefreshSessionInput, refreshSession, refreshSessionSchema } from './core/refresh-session.ts';
export type { RequestOrigin } from './core/request-origin.ts';
export { restoreUser } from './core/restore-user.ts';
export { deleteRole } from './core/roles/delete-role.ts';
export { listPermissions, type PermissionView, permissionSchema } from './core/roles/list-permissions.ts';
export { listRoles } from './core/roles/list-roles.ts';
export { ownRoleNameSchema, putRole, roleRequestSchema } from './core/roles/put-role.ts';
export { type RoleView, roleSchema } from './core/roles/role-view.ts';
export { listSessions, type SessionView, sessionViewSchema } from './core/sessions/list-sessions.ts';
export { revokeSession } from './core/sessions/revoke-session.ts';
export {
  getTenantSettings,
  type TenantSettingsView,
  tenantSettingsSchema,
} from './core/settings/get-tenant-settings.ts';
export { tenantSettingsChangesSchema, updateTenantSettings } from './core/settings/update-tenant-settings.ts';
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
  webhookRequestSchema,
} from './core/webhooks/create-webhook-subscription.ts';
export { deleteWebhookSubscription } from './core/webhooks/delete-webhook-subscription.ts';
export {
  type DeliverOptions,
  type DeliveryOutcome,
  deliverWebhook,
} from './core/webhooks/deliver-webhook.ts';
export { listWebhookDeliveries, WEBHOOK_DELIVERY_ORDERS } from './core/webhooks/list-webhook-deliveries.ts';
export { listWebhookSubscriptions } from './core/webhooks/list-webhook-subscriptions.ts';
export type { DeliveryState } from './core/webhooks/record-attempt.ts';
export { redriveDelivery } from './core/webhooks/redrive-delivery.ts';
export { DEFAULT_RETRY_POLICY, type RetryPolicy } from './core/webhooks/retry-delay.ts';
export {
  updateWebhookSubscription,
  webhookChangesSchema,
} from './core/webhooks/update-webhook-subscription.ts';
export {
  type ReceivedWebhook,
  type VerifiedWebhook,
  type VerifyWebhookOptions,
  verifyWebhook,
} from './core/webhooks/verify-webhook.ts';
export {
  type WebhookDeliveryView,
  type WebhookSubscriptionView,
  webhookDeliverySchema,
  webhookSubscriptionSchema,
} from './core/webhooks/webhook-view.ts';
export { DOMAIN_ERRORS, DomainError, type DomainErrorCode, type FieldError } from './errors.ts';
export { addStakeholder, addStakeholderInput, stakeholderRequestSchema } from './planning/add-stakeholder.ts';
export { createGap, createGapInput } from './planning/create-gap.ts';
export { createProject, createProjectInput } from './planning/create-project.ts';
export { deleteProject, deleteProjectInput } from './planning/delete-project.ts';
export { analyseGaps, analyseGapsInput, type GapAnalysis } from './planning/gap-analysis/analyse-gaps.ts';
export { getGap, getGapInput } from './planning/get-gap.ts';
export { getProject, getProjectInput } from './planning/get-project.ts';
export { createIntegration, createIntegrationInput } from './planning/integrations/create-integration.ts';
export { deleteIntegration, deleteIntegrationInput } from './planning/integrations/delete-integration.ts';
export { findDueIntegrations } from './planning/integrations/find-due-integrations.ts';
export { getIntegration, getIntegrationInput } from './planning/integrations/get-integration.ts';
export { type IntegrationView, integrationSchema } from './planning/integrations/integration-view.ts';
export {
  INTEGRATION_ORDERS,
  integrationFilters,
  listIntegrations,
  listIntegrationsInput,
} from './planning/integrations/list-integrations.ts';
export { requestSync, requestSyncInput } from './planning/integrations/request-sync.ts';
export {
  type SyncOptions,
  type SyncResult,
  syncIntegration,
  syncIntegrationInput,
} from './planning/integrations/sync-integration.ts';
export {
  integrationChangesSchema,
  updateIntegration,
  updateIntegrationInput,
} from './planning/integrations/update-integration.ts';
export { GAP_ORDERS, gapFilters, listGaps, listGapsInput } from './planning/list-gaps.ts';
export {
  listPredictions,
  listPredictionsInput,
  PREDICTION_ORDERS,
  predictionFilters,
} from './planning/list-predictions.ts';
export { listProjects, listProjectsInput, PROJECT_ORDERS, projectFilters } from './planning/list-projects.ts';
export { listSnapshots, listSnapshotsInput, SNAPSHOT_ORDERS } from './planning/list-snapshots.ts';
export { listStakeholders, listStakeholdersInput, STAKEHOLDER_ORDERS } from './planning/list-stakeholders.ts';
export { listTargets, listTargetsInput } from './planning/list-targets.ts';
export {
  planRemediation,
  planRemediationInput,
  remediationRequestSchema,
} from './planning/plan-remediation.ts';
export { predictProject, predictProjectInput } from './planning/prediction/predict-project.ts';
export {
  type CalibrationView,
  calibrationFilters,
  calibrationSchema,
  readCalibration,
  readCalibrationInput,
} from './planning/prediction/read-calibration.ts';
export {
  type OutcomesRecorded,
  type RecordOutcomesOptions,
  recordOutcomes,
} from './planning/prediction/record-outcomes.ts';
export { recordSnapshot, recordSnapshotInput, snapshotRequestSchema } from './planning/record-snapshot.ts';
export { removeStakeholder, removeStakeholderInput } from './planning/remove-stakeholder.ts';
export { setTargets, setTargetsInput, targetsSchema } from './planning/set-targets.ts';
export { gapChangesSchema, updateGap, updateGapInput } from './planning/update-gap.ts';
export { projectChangesSchema, updateProject, updateProjectInput } from './planning/update-project.ts';
export {
  remediationChangesSchema,
  updateRemediation,
  updateRemediationInput,
} from './planning/update-remediation.ts';
export {
  stakeholderChangesSchema,
  updateStakeholder,
  updateStakeholderInput,
} from './planning/update-stakeholder.ts';
export {
  type GapSummaryView,
  type GapView,
  gapSchema,
  gapSummarySchema,
  type RemediationView,
  remediationSchema,
} from './planning/views/gap.ts';
export { type PredictionView, predictionSchema } from './planning/views/prediction.ts';
export { type ProjectView, projectSchema } from './planning/views/project.ts';
export {
  type SnapshotView,
  snapshotSchema,
  type TargetView,
  targetSchema,
} from './planning/views/snapshot.ts';
export { type StakeholderView, stakeholderSchema } from './planning/views/stakeholder.ts';
export { idempotencyKeyField } from './shared/input-fields.ts';
export {
  acknowledgeViolation,
  acknowledgeViolationInput,
  violationDecisionSchema,
} from './workforce/acknowledge-violation.ts';
export { type AgentView, agentSchema } from './workforce/agents/agent-view.ts';
export { createAgent, createAgentInput } from './workforce/agents/create-agent.ts';
export { getAgent } from './workforce/agents/get-agent.ts';
export { AGENT_ORDERS, agentFilters, listAgents, listAgentsInput } from './workforce/agents/list-agents.ts';
export { certificationRequestSchema, putCertification } from './workforce/agents/put-certification.ts';
export { removeCertification } from './workforce/agents/remove-certification.ts';
export { agentChangesSchema, updateAgent, updateAgentInput } from './workforce/agents/update-agent.ts';
export { archiveReport, archiveReportInput } from './workforce/archive-report.ts';
export { assignmentRequestSchema, assignShift, assignShiftInput } from './workforce/assign-shift.ts';
export {
  type AssignmentReason,
  assignmentReasonSchema,
  rankCandidates,
} from './workforce/assignment/rank-candidates.ts';
export { attachMedia, attachMediaInput, mediaRequestSchema } from './workforce/attach-media.ts';
export { endBreak } from './workforce/breaks/end-break.ts';
export { breakInput, startBreak } from './workforce/breaks/start-break.ts';
export { cancelShift, cancelShiftInput } from './workforce/cancel-shift.ts';
export { cancelTimeOff, cancelTimeOffInput } from './workforce/cancel-time-off.ts';
export {
  changeClientRequest,
  changeClientRequestInput,
  clientRequestStepSchema,
} from './workforce/change-client-request.ts';
export { type ClientView, clientSchema } from './workforce/clients/client-view.ts';
export { createClient, createClientInput } from './workforce/clients/create-client.ts';
export {
  CLIENT_ORDERS,
  clientFilters,
  listClients,
  listClientsInput,
} from './workforce/clients/list-clients.ts';
export { clientChangesSchema, updateClient, updateClientInput } from './workforce/clients/update-client.ts';
export { clockIn, clockInInput, clockRequestSchema } from './workforce/clock-in.ts';
export { clockOut, clockOutInput } from './workforce/clock-out.ts';
export { confirmShift, confirmShiftInput } from './workforce/confirm-shift.ts';
export {
  clientRequestRequestSchema,
  createClientRequest,
  createClientRequestInput,
} from './workforce/create-client-request.ts';
export { createReport, createReportInput, reportRequestSchema } from './workforce/create-report.ts';
export { createShift, createShiftInput, shiftRequestSchema } from './workforce/create-shift.ts';
export { createSite, createSiteInput } from './workforce/create-site.ts';
export { decideReport, decideReportInput, reportDecisionSchema } from './workforce/decide-report.ts';
export { decideTimeOff, decideTimeOffInput, timeOffDecisionSchema } from './workforce/decide-time-off.ts';
export {
  findNearby,
  findNearbyInput,
  type NearbyView,
  nearbyFields,
  nearbySchema,
} from './workforce/find-nearby.ts';
export {
  type Changes,
  changesSchema,
  type FollowedChanges,
  followChanges,
  followChangesInput,
} from './workforce/follow-changes.ts';
export { getReport, getReportInput } from './workforce/get-report.ts';
export {
  getShift,
  getShiftInput,
  type ShiftWithAssignmentView,
  shiftWithAssignmentSchema,
} from './workforce/get-shift.ts';
export {
  ATTENDANCE_ORDERS,
  attendanceFilters,
  listAttendance,
  listAttendanceInput,
} from './workforce/list-attendance.ts';
export {
  CLIENT_REQUEST_ORDERS,
  clientRequestFilters,
  listClientRequests,
  listClientRequestsInput,
} from './workforce/list-client-requests.ts';
export {
  listMessages,
  listMessagesInput,
  MESSAGE_ORDERS,
  messageFilters,
} from './workforce/list-messages.ts';
export { listReports, listReportsInput, REPORT_ORDERS, reportFilters } from './workforce/list-reports.ts';
export { listShifts, listShiftsInput, SHIFT_ORDERS, shiftFilters } from './workforce/list-shifts.ts';
export { listSites, listSitesInput, SITE_ORDERS, siteFilters } from './workforce/list-sites.ts';
export { listTimeOff, listTimeOffInput, TIME_OFF_ORDERS, timeOffFilters } from './workforce/list-time-off.ts';
export {
  listTrack,
  listTrackInput,
  TRACK_ORDERS,
  type TrackedPosition,
  trackedPositionSchema,
  trackFilters,
} from './workforce/list-track.ts';
export {
  listViolations,
  listViolationsInput,
  VIOLATION_ORDERS,
  violationFilters,
} from './workforce/list-violations.ts';
export { CHANGE_DAYS } from './workforce/live/position.ts';
export { markNoShows, type NoShows } from './workforce/mark-no-shows.ts';
export { checkGeofence, type Geofence, type GeofenceCheck } from './workforce/places/check-geofence.ts';
export { distanceBetween, type Place } from './workforce/places/distance.ts';
export { createQrCode, createQrCodeInput, qrCodeRequestSchema } from './workforce/qr-codes/create-qr-code.ts';
export {
  listQrCodes,
  listQrCodesInput,
  QR_CODE_ORDERS,
  qrCodeFilters,
} from './workforce/qr-codes/list-qr-codes.ts';
export { type QrCodeView, qrCodeSchema } from './workforce/qr-codes/qr-code-view.ts';
export { revokeQrCode } from './workforce/qr-codes/revoke-qr-code.ts';
export { rankAgents, rankAgentsInput } from './workforce/rank-agents.ts';
export { readMessage, readMessageInput } from './workforce/read-message.ts';
export {
  recordTrack,
  recordTrackInput,
  type TrackReceipt,
  trackReceiptSchema,
  trackRequestSchema,
} from './workforce/record-track.ts';
export { reopenReport, reopenReportInput } from './workforce/reopen-report.ts';
export {
  createReportTemplate,
  createReportTemplateInput,
} from './workforce/report-templates/create-report-template.ts';
export {
  listReportTemplates,
  listReportTemplatesInput,
  REPORT_TEMPLATE_ORDERS,
  reportTemplateFilters,
} from './workforce/report-templates/list-report-templates.ts';
export {
  type ReportTemplateView,
  reportTemplateSchema,
} from './workforce/report-templates/report-template-view.ts';
export {
  reportTemplateChangesSchema,
  updateReportTemplate,
  updateReportTemplateInput,
} from './workforce/report-templates/update-report-template.ts';
export { requestTimeOff, requestTimeOffInput, timeOffRequestSchema } from './workforce/request-time-off.ts';
export { reviewReport, reviewReportInput } from './workforce/review-report.ts';
export {
  type ScanView,
  scanQrCode,
  scanQrCodeInput,
  scanRequestSchema,
  scanSchema,
} from './workforce/scan-qr-code.ts';
export type { WorkforceActor } from './workforce/scope.ts';
export { messageRequestSchema, sendMessage, sendMessageInput } from './workforce/send-message.ts';
export { submitReport, submitReportInput } from './workforce/submit-report.ts';
export { unassignShift, unassignShiftInput } from './workforce/unassign-shift.ts';
export { reportChangesSchema, updateReport, updateReportInput } from './workforce/update-report.ts';
export { siteChangesSchema, updateSite, updateSiteInput } from './workforce/update-site.ts';
export { type AssignmentView, assignmentSchema } from './workforce/views/assignment.ts';
export { type AttendanceView, attendanceSchema } from './workforce/views/attendance.ts';
export { type ClientRequestView, clientRequestSchema } from './workforce/views/client-request.ts';
export { type MessageView, messageSchema } from './workforce/views/message.ts';
export {
  type ReportSummaryView,
  type ReportView,
  reportSchema,
  reportSummarySchema,
} from './workforce/views/report.ts';
export { type ShiftView, shiftSchema } from './workforce/views/shift.ts';
export { type SiteView, siteSchema } from './workforce/views/site.ts';
export { type TimeOffView, timeOffSchema } from './workforce/views/time-off.ts';
export { type ViolationView, violationSchema } from './workforce/views/violation.ts';
