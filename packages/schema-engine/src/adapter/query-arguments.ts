import type { ArgType, SqlQuery } from '@prisma/driver-adapter-utils';

/** The engine's arguments as `pg` takes them. */
export function toPgValues({ args, argTypes }: Pick<SqlQuery, 'args' | 'argTypes'>): unknown[] {
  return args.map((arg, index) => toPgValue(arg, argTypes[index]));
}

function toPgValue(arg: unknown, type: ArgType | undefined): unknown {
  if (Array.isArray(arg)) {
    return arg.map((item) => toPgValue(item, type));
  }
  if (arg instanceof Date || (typeof arg === 'string' && type?.scalarType === 'datetime')) {
    return formatMoment(new Date(arg), type?.dbType);
  }
  if (typeof arg === 'string' && type?.scalarType === 'bytes') {
    return Buffer.from(arg, 'base64');
  }
  if (ArrayBuffer.isView(arg)) {
    return Buffer.from(arg.buffer, arg.byteOffset, arg.byteLength);
  }
  return arg;
}

/** With its offset, which a `timestamp` ignores and a `timestamptz` needs where the session is not in UTC. */
function formatMoment(moment: Date, dbType: string | undefined): string {
  const iso = moment.toISOString();
  switch (dbType) {
    case 'DATE':
      return iso.slice(0, 10);
    case 'TIME':
    case 'TIMETZ':
      return iso.slice(11, -1);
    default:
      return iso;
  }
}
