/** From where on something is a finding. */
export interface Thresholds {
  /** Share of dead or changed rows, of a table with 1,000 of them or more. */
  readonly deadPercent: number;
  /** Share of a table or index that holds nothing … */
  readonly bloatPercent: number;
  /** … and how much of it there has to be. */
  readonly bloatMegabytes: number;
  /** How long nobody has to have used an index. */
  readonly unusedDays: number;
  /** Mean time of a statement that ran ten times or more. */
  readonly slowMs: number;
  /** Months from now that have to have their partitions. */
  readonly monthsAhead: number;
  /** Share of a sequence's numbers that is given away. */
  readonly sequencePercent: number;
  /** How long a transaction may be open. */
  readonly sessionMinutes: number;
}

export const DEFAULT_THRESHOLDS: Thresholds = {
  deadPercent: 20,
  bloatPercent: 40,
  bloatMegabytes: 10,
  unusedDays: 30,
  slowMs: 100,
  monthsAhead: 3,
  sequencePercent: 70,
  sessionMinutes: 15,
};
