const YEAR = "interval '365 days'";
/** SQL: the moment of a row, the day of one. */
export const MOMENT = `date_trunc('day', now()) - back * ${YEAR}`;
export const DAY = 'current_date - (back * 365)::int';
/** SQL: one of several texts, each as often as it is named. */
export const oneOf = (type: string, ...texts: readonly string[]) =>
  `(ARRAY[${texts.map((text) => `'${text}'`).join(', ')}])[1 + n % ${texts.length}]::${type}`;
