import type { TenantClient, TenantTransaction } from '@org/db';
import type { z } from 'zod';
import type { Page } from '../../read-page.ts';
import type { Format } from './present.ts';

/** Names of the models that master data is kept in. */
export type RecordModel =
  | 'constructionCustomer'
  | 'customerContact'
  | 'customerExternalId'
  | 'customerPricingTier'
  | 'customerPricing'
  | 'plan'
  | 'planElevation'
  | 'planOption'
  | 'planTemplateItem'
  | 'vendor'
  | 'material'
  | 'community'
  | 'lot';

/** What one kind of master data is. */
export interface RecordDefinition<Create extends z.ZodRawShape, View extends z.ZodRawShape> {
  readonly model: RecordModel;
  /** How it is called in messages: `vendor`. */
  readonly noun: string;
  /** Fields of a new one. */
  readonly create: z.ZodObject<Create>;
  /** Those of them that stay as they were created. */
  readonly fixed?: readonly (keyof Create & string)[];
  /** How one looks from outside: columns of its row. */
  readonly view: z.ZodObject<View>;
  readonly formats?: Readonly<Record<string, Format>>;
  /** Where `q` looks. */
  readonly search?: readonly string[];
  /** Fields whose value a list can be narrowed to. */
  readonly filters?: readonly string[];
  /** Fields that refer to a row, with its model and noun. */
  readonly references?: Readonly<Record<string, readonly [RecordModel, string]>>;
  /** Works out columns that the input does not name, inside of the transaction. */
  readonly prepare?: (tx: TenantTransaction, data: Readonly<Record<string, unknown>>) => Promise<object>;
  /** What belongs to a change beyond the row itself. */
  readonly after?: (
    tx: TenantTransaction,
    id: string,
    data: Readonly<Record<string, unknown>>,
  ) => Promise<void>;
  /** Throws when it is in use. */
  readonly beforeRemove?: (tx: TenantTransaction, id: string) => Promise<void>;
}

/** Keeps one kind of master data; see `defineRecords`. */
export interface Records<Create extends z.ZodRawShape, View extends z.ZodRawShape> {
  readonly noun: string;
  readonly createInput: z.ZodObject<Create>;
  readonly changesSchema: z.ZodType<Readonly<Record<string, unknown>>>;
  readonly schema: z.ZodObject<View>;
  readonly filters: z.ZodRawShape;
  readonly orders: readonly ['createdAt', '-createdAt'];
  list(client: TenantClient, input?: object): Promise<Page<z.output<z.ZodObject<View>>>>;
  get(client: TenantClient, id: string): Promise<z.output<z.ZodObject<View>>>;
  create(client: TenantClient, input: z.input<z.ZodObject<Create>>): Promise<z.output<z.ZodObject<View>>>;
  update(client: TenantClient, id: string, changes: object): Promise<z.output<z.ZodObject<View>>>;
  remove(client: TenantClient, id: string): Promise<void>;
}
