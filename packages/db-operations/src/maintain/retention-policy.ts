/** How long data are kept, as the worker is told by its environment. */
export interface RetentionPolicy {
  /** WEBHOOK_KEEP_DAYS */
  readonly webhookDays: number;
  /** TRACKS_ARCHIVE_MONTHS */
  readonly tracksArchiveMonths: number;
  /** TRACKS_DROP_MONTHS */
  readonly tracksDropMonths: number;
}

export const DEFAULT_RETENTION: RetentionPolicy = {
  webhookDays: 30,
  tracksArchiveMonths: 6,
  tracksDropMonths: 24,
};
