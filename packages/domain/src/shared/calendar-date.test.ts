import { expect, test } from 'vitest';
import { addDays, calendarDateIn, fromDateColumn, toDateColumn } from './calendar-date.ts';

test('the day is that of the time zone', () => {
  const at = new Date('2026-03-01T05:30:00Z');
  expect(calendarDateIn('UTC', at)).toBe('2026-03-01');
  expect(calendarDateIn('America/Los_Angeles', at)).toBe('2026-02-28');
  expect(calendarDateIn('Pacific/Kiritimati', at)).toBe('2026-03-01');
});

test('days are added over months, leap days and changes of the clock', () => {
  expect(addDays('2026-01-31', 30)).toBe('2026-03-02');
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  expect(addDays('2026-03-08', 15)).toBe('2026-03-23');
  expect(addDays('2026-12-31', 0)).toBe('2026-12-31');
});

test('a date column keeps its day', () => {
  expect(fromDateColumn(toDateColumn('2026-11-20'))).toBe('2026-11-20');
});
