import * as z from 'zod';

const email = z
  .email('expected an e-mail address')
  .max(180)
  .transform((value) => value.toLowerCase());

const money = decimal(12, 2);
const fraction = decimal(1, 5).refine(
  (value) => Number(value) < 1,
  'expected a fraction below 1 (0.09 is 9 %)',
);
const percent = decimal(3, 2).refine((value) => Number(value) <= 100, 'expected at most 100');

/** Settings of a tenant; what is left out gets the database's default. */
const tenantSettingsSchema = z.strictObject({
  defaultCurrency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'expected a currency of three capital letters, such as USD')
    .optional(),
  timezone: z
    .string()
    .max(64)
    .refine(isTimeZone, 'expected a time zone, such as America/Los_Angeles')
    .optional(),
  dateFormat: z.string().min(1).max(32).optional(),
  revenueHealthDropPercent: percent.optional(),
  minimumOrdersForHealth: z.int().min(1).optional(),
  defaultSampleAllowancePerRep: z.int().min(0).optional(),
  requireManagerApprovalAbove: money.nullable().optional(),
  minimumOrdersForPaceCalc: z.int().min(2).optional(),
  paceRiskThresholdDays: z.int().min(0).optional(),
  portalEnabled: z.boolean().optional(),
  cartEnabled: z.boolean().optional(),
  invoiceVisibility: z.enum(['NONE', 'DELIVERED', 'ALL']).optional(),
});

const administratorSchema = z.strictObject({
  name: z.string().min(1).max(120),
  email,
  /** Left out, a password is generated and shown once. */
  password: z.string().min(8).max(200).optional(),
  /** The systems whose administrator role it gets. */
  systems: z
    .array(z.enum(['commerce', 'workforce', 'planning', 'construction']))
    .min(1)
    .default(['commerce']),
});

const taxRateSchema = z
  .strictObject({
    state: z.string().regex(/^[A-Z]{2}$/, 'expected a state of two capital letters, such as CA'),
    rate: fraction,
    validFrom: z.iso.date('expected a date, such as 2026-01-01'),
    /** The last day on which it holds; left out means open. */
    validTo: z.iso.date('expected a date, such as 2026-12-31').optional(),
  })
  .refine((rate) => rate.validTo === undefined || rate.validTo >= rate.validFrom, {
    path: ['validTo'],
    error: 'expected a day that is not before validFrom',
  });

/** What a tenant file holds. Unknown fields are refused, so that a misspelt one cannot pass unnoticed. */
export const tenantDefinitionSchema = z.strictObject({
  /** Where an editor finds the rules of this file. */
  $schema: z.string().optional(),
  slug: z
    .string()
    .max(63)
    .regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, 'expected lower-case letters, digits and inner hyphens'),
  name: z.string().min(1).max(120),
  status: z.enum(['TRIAL', 'ACTIVE', 'SUSPENDED', 'ARCHIVED']).default('ACTIVE'),
  subscriptionTier: z.enum(['starter', 'professional', 'enterprise']).default('starter'),
  contactEmail: email,
  settings: tenantSettingsSchema.default({}),
  administrator: administratorSchema.optional(),
  taxRates: z.array(taxRateSchema).superRefine(refuseOverlaps).default([]),
});

/** A tenant as its file writes it. */
export type TenantDefinition = z.input<typeof tenantDefinitionSchema>;

/** A tenant with every default filled in. */
export type ParsedTenantDefinition = z.output<typeof tenantDefinitionSchema>;

/** The settings of a tenant; decimals are strings. */
export type TenantSettingsSeed = ParsedTenantDefinition['settings'];

/** A state's tax rate as a fraction, for a period. */
export type TaxRateSeed = ParsedTenantDefinition['taxRates'][number];

/** A number that is not negative, written as a number or as a string (`"0.09"`), kept as a string: nothing is rounded. */
function decimal(integerDigits: number, decimals: number) {
  const pattern = new RegExp(`^\\d{1,${integerDigits}}(\\.\\d{1,${decimals}})?$`);
  const expectation = `expected a number that is not negative, with at most ${integerDigits} digits before the point and ${decimals} behind it`;
  return z
    .union([z.string().meta({ pattern: pattern.source }), z.number().meta({ minimum: 0 })], expectation)
    .transform(String)
    .refine((value) => pattern.test(value), expectation);
}

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

/** The database refuses overlapping periods of a state too, but could not name the line. */
function refuseOverlaps(
  rates: readonly { state: string; validFrom: string; validTo?: string | undefined }[],
  context: z.RefinementCtx,
): void {
  for (const [index, rate] of rates.entries()) {
    const clash = rates.slice(0, index).findIndex((other) => {
      const otherEnd = other.validTo ?? '9999-12-31';
      return (
        other.state === rate.state &&
        other.validFrom <= (rate.validTo ?? '9999-12-31') &&
        rate.validFrom <= otherEnd
      );
    });
    if (clash !== -1) {
      context.addIssue({
        code: 'custom',
        path: [index],
        message: `expected a period that does not overlap with that of taxRates[${clash}], which is ${rate.state}'s too`,
      });
    }
  }
}
