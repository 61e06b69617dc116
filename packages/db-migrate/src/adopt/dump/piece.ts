/** One or more statements that make an object, with what they are known by. */
export interface Piece {
  /** `catalog:oid` of everything that the statements make; the first is the object itself. */
  readonly ids: readonly string[];
  /** Where it would stand if nothing depended on anything: lower comes first. */
  readonly phase: number;
  /** What it makes, for the order among equals. */
  readonly name: string;
  readonly sql: string;
}

/** An object that needs another one to be there. */
export interface Dependency {
  readonly id: string;
  readonly needs: string;
}

/** The order of kinds among which nothing else decides. */
export const PHASE = {
  schema: 0,
  extension: 1,
  type: 2,
  sequence: 3,
  function: 4,
  table: 5,
  default: 6,
  ownedBy: 7,
  index: 8,
  key: 9,
  partitionedKey: 10,
  foreignKey: 11,
  view: 12,
  trigger: 13,
  security: 14,
  owner: 15,
  grant: 16,
  comment: 17,
  defaultRights: 18,
} as const;
