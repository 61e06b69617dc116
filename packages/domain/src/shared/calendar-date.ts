/** A calendar day as `YYYY-MM-DD`: days have no time zone, and compare as text. */
export type CalendarDate = string;

/**
 * The day that it is in a time zone at a moment.
 *
 * @param timezone an IANA name such as `America/Los_Angeles`
 */
export function calendarDateIn(timezone: string, at: Date): CalendarDate {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: timezone,
    calendar: 'iso8601',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((candidate) => candidate.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/** The value that stands for a day in a `date` column: its midnight in UTC. */
export function toDateColumn(day: CalendarDate): Date {
  return new Date(`${day}T00:00:00.000Z`);
}

/** The day that a value of a `date` column stands for. */
export function fromDateColumn(value: Date): CalendarDate {
  return value.toISOString().slice(0, 10);
}

/** The day a number of days later. */
export function addDays(day: CalendarDate, days: number): CalendarDate {
  const date = toDateColumn(day);
  date.setUTCDate(date.getUTCDate() + days);
  return fromDateColumn(date);
}
