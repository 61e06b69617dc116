/** The same shape, whose optional fields are left out instead of undefined. */
export type WithoutUndefined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

/** Leaves out the fields that are undefined: a change touches only what was named. */
export function withoutUndefined<T extends object>(value: T): WithoutUndefined<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, field]) => field !== undefined),
  ) as WithoutUndefined<T>;
}
