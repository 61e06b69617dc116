import type { Place } from '../places/distance.ts';

/** A period of work. */
export interface Period {
  readonly shiftId: string;
  readonly start: Date;
  readonly end: Date;
}

/** What the ranking knows of an agent. */
export interface Candidate {
  readonly agentId: string;
  readonly employeeNumber: string;
  readonly name: string;
  readonly employmentStatus: 'ACTIVE' | 'INACTIVE' | 'ON_LEAVE' | 'TERMINATED';
  /** Codes that are valid on every day of the shift. */
  readonly certifications: readonly string[];
  /** Other shifts that are his and not given up, of eight days before and after. */
  readonly shifts: readonly Period[];
  /** Approved time off that touches the shift, as `YYYY-MM-DD`. */
  readonly timeOff: readonly { readonly startsOn: string; readonly endsOn: string }[];
  readonly maxWeeklyHours: number;
  readonly minRestHours: number;
  /** Where he sets out from. */
  readonly home: Place | null;
  /** Of the last 90 days. */
  readonly completedShifts: number;
  readonly missedShifts: number;
}

/** What the ranking knows of a shift. */
export interface ShiftToFill {
  readonly start: Date;
  readonly end: Date;
  readonly requiredCertifications: readonly string[];
  readonly site: Place;
  /** The tenant's, an IANA name: weeks are counted from Monday to Sunday there. */
  readonly timezone: string;
}
