import { ColumnTypeEnum as Column, type ColumnType } from '@prisma/driver-adapter-utils';

/**
 * The engine's type for each of Postgres' built-in types, by oid (fixed numbers, `pg_type.dat`). What is not listed
 * is read as text, which is how the engine's own queries treat it.
 */
const BY_OID: ReadonlyMap<number, ColumnType> = new Map<number, ColumnType>([
  [16, Column.Boolean],
  [17, Column.Bytes],
  [18, Column.Character], // "char", the one-byte type of the catalogs
  [20, Column.Int64],
  [21, Column.Int32],
  [23, Column.Int32],
  [26, Column.Int64], // oid
  [114, Column.Json],
  [700, Column.Float],
  [701, Column.Double],
  [1082, Column.Date],
  [1083, Column.Time],
  [1114, Column.DateTime],
  [1184, Column.DateTime],
  [1266, Column.Time],
  [1700, Column.Numeric],
  [2950, Column.Uuid],
  [3802, Column.Json],
  [199, Column.JsonArray],
  [1000, Column.BooleanArray],
  [1001, Column.BytesArray],
  [1002, Column.CharacterArray], // "char"[]
  [1003, Column.TextArray], // name[]
  [1005, Column.Int32Array],
  [1007, Column.Int32Array],
  [1009, Column.TextArray],
  [1014, Column.TextArray],
  [1015, Column.TextArray],
  [1016, Column.Int64Array],
  [1021, Column.FloatArray],
  [1022, Column.DoubleArray],
  [1028, Column.Int64Array], // oid[]
  [1115, Column.DateTimeArray],
  [1182, Column.DateArray],
  [1183, Column.TimeArray],
  [1185, Column.DateTimeArray],
  [1231, Column.NumericArray],
  [2951, Column.UuidArray],
  [3807, Column.JsonArray],
]);

/** The engine's column type for a Postgres type. */
export function columnType(oid: number): ColumnType {
  return BY_OID.get(oid) ?? Column.Text;
}
