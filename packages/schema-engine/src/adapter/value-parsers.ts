import { types } from 'pg';

type Parse = (text: string) => unknown;

/** `pg`'s own parsers; its types know only some of the oids that it has parsers for. */
const builtIn = types.getTypeParser as (oid: number, format: 'text') => (text: string) => unknown;
const parseTextArray = builtIn(1009, 'text') as (text: string) => unknown[];

const asText: Parse = (text) => text;
const asNumber: Parse = (text) => Number(text);
const asBoolean: Parse = (text) => text === 't';

const asArray =
  (parse: Parse): Parse =>
  (text) =>
    parseTextArray(text).map((item) => (typeof item === 'string' ? parse(item) : item));

/** `2024-05-06 07:08:09.1+02` as RFC 3339, with the offset kept: the session's time zone need not be UTC. */
const asTimestampTz: Parse = (text) =>
  text.replace(' ', 'T').replace(/([+-]\d{2})(:\d{2})?(:\d{2})?$/, (_all, hours, minutes = ':00') => {
    return `${hours}${minutes}`;
  });

const asTimestamp: Parse = (text) => `${text.replace(' ', 'T')}+00:00`;
const asTime: Parse = (text) => text.replace(/[+-]\d{2}(:\d{2}){0,2}$/, '');

/** 64-bit integers, decimals, dates, JSON and uuids stay text: the engine reads them exactly. */
const PARSERS: ReadonlyMap<number, Parse> = new Map<number, Parse>([
  [16, asBoolean],
  [17, builtIn(17, 'text')],
  [21, asNumber],
  [23, asNumber],
  [700, asNumber],
  [701, asNumber],
  [1114, asTimestamp],
  [1184, asTimestampTz],
  [1266, asTime],
  [199, asArray(asText)],
  [1000, asArray(asBoolean)],
  [1001, builtIn(1001, 'text')],
  [1002, asArray(asText)],
  [1003, asArray(asText)],
  [1005, asArray(asNumber)],
  [1007, asArray(asNumber)],
  [1009, asArray(asText)],
  [1014, asArray(asText)],
  [1015, asArray(asText)],
  [1016, asArray(asText)],
  [1021, asArray(asNumber)],
  [1022, asArray(asNumber)],
  [1028, asArray(asText)],
  [1115, asArray(asTimestamp)],
  [1182, asArray(asText)],
  [1183, asArray(asText)],
  [1185, asArray(asTimestampTz)],
  [1231, asArray(asText)],
  [2951, asArray(asText)],
  [3807, asArray(asText)],
]);

/** The parsers of result values, in the form that a `pg` query takes. */
export const valueParsers = {
  getTypeParser: (oid: number): Parse => PARSERS.get(oid) ?? asText,
};
