import { z } from 'zod';

import { idField } from '../../shared/input-fields.ts';

/** The tools that there is a connector for. */
export const providerSchema = z.enum(['github', 'jira', 'rest']);
export type Provider = z.output<typeof providerSchema>;

/** Where a connector pulls from, and for which project. */
export const integrationConfigSchema = z.strictObject({
  projectId: idField.describe('The project that the items belong to'),
  baseUrl: z.string().min(1).max(500).describe('Such as https://api.github.com'),
  externalProject: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[\w.-]+(\/[\w.-]+)?$/, 'must be a name such as ORG or owner/repository')
    .describe('What the tool calls the project: `owner/repository` in GitHub, the key in Jira'),
  intervalMinutes: z.int().min(5).max(10_080).default(60).describe('Pause between two pulls'),
});
export type IntegrationConfig = z.output<typeof integrationConfigSchema>;

/** The secrets that a connector may need, by kind; each is encrypted on its own. */
export const CREDENTIAL_KINDS = ['access_token', 'username'] as const;
export const credentialsSchema = z
  .partialRecord(z.enum(CREDENTIAL_KINDS), z.string().min(1).max(4000))
  .describe('Never shown again');

export type Credentials = z.output<typeof credentialsSchema>;
