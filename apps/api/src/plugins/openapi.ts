import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fp from 'fastify-plugin';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { describeProblems } from '../http/describe-problems.ts';
import { tidyOpenapi } from '../http/tidy-openapi.ts';

const DESCRIPTION = `One tenant per token, and nothing of another tenant is ever visible.

Log in at \`POST /auth/login\` (staff) or \`POST /portal/login\` (customers), and send the access token as
\`Authorization: Bearer …\`. It is good for 15 minutes; \`POST /auth/refresh\` gives the next one.
Programs send an API key in its place.

Lists come in pages: \`limit\` (1 to 100), and \`cursor\` with what \`page.next\` or \`page.previous\` says.
Money is a string with two decimals, unit prices have four. Every error is \`application/problem+json\` (RFC 9457).`;

// The page and all it shows come from here; Swagger UI sets styles in its markup and images as data.
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** OpenAPI 3.1 at /openapi.json, and a page to read and try it at /docs. */
export const openapiPlugin = fp(
  async (app) => {
    app.addHook('onRoute', describeProblems);

    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: { title: 'org api', version: '1.0.0', description: DESCRIPTION },
        tags: [
          { name: 'auth', description: 'Logging in and staying so' },
          { name: 'users', description: 'Members of staff' },
          { name: 'products', description: 'Wines' },
          { name: 'skus', description: 'What is stocked and sold of a product' },
          { name: 'inventory', description: 'Stock by SKU and location' },
          { name: 'customers', description: 'Who buys' },
          { name: 'carts', description: 'What somebody means to order' },
          { name: 'orders', description: 'What was ordered, at fixed prices, and where it stands' },
          { name: 'invoices', description: 'What is owed, and what was paid of it' },
          { name: 'suppliers', description: 'Who is bought from' },
          { name: 'prices', description: 'The price list' },
          { name: 'lists', description: 'Favourites and standing orders' },
          { name: 'portal-users', description: 'Customers’ people in the portal' },
          { name: 'sales-work', description: 'What reps did, plan, and have to do' },
          { name: 'compliance', description: 'Tax rates, and what is owed to states' },
          { name: 'newsletter', description: 'Who gets the newsletter' },
          { name: 'analytics', description: 'What the nightly jobs have found' },
          { name: 'projects', description: 'What an organisation undertakes, and how it stands' },
          { name: 'gaps', description: 'The distance between what is and what should be' },
          { name: 'predictions', description: 'What will have happened, and how good that was' },
          { name: 'integrations', description: 'Tools outside, from which the worker pulls' },
          { name: 'roles', description: 'What users may do' },
          { name: 'api-keys', description: 'Keys for programs' },
          { name: 'notifications', description: 'Messages to whoever asks for them' },
          { name: 'settings', description: 'Thresholds and switches of the tenant' },
          { name: 'media', description: 'Stored files: where they lie and what they are' },
          { name: 'webhooks', description: 'Where the tenant is told of events' },
          { name: 'audit', description: 'Who did what' },
          { name: 'health', description: 'For those who run the service' },
        ],
        components: {
          securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
        },
      },
      transform: jsonSchemaTransform,
      transformObject: (document) => tidyOpenapi(jsonSchemaTransformObject(document)),
    });

    await app.register(swaggerUi, {
      routePrefix: '/docs',
      staticCSP: true,
      transformStaticCSP: () => PAGE_POLICY,
      uiConfig: { docExpansion: 'list', deepLinking: true, persistAuthorization: false },
      theme: { title: 'org api' },
    });

    app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  },
  { name: 'openapi', dependencies: ['errors'] },
);
