import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { tenantJsonSchema } from '../src/seeds/tenant-json-schema.ts';

const file = path.join(import.meta.dirname, '..', 'prisma', 'tenants', 'tenant.schema.json');
await writeFile(file, `${JSON.stringify(tenantJsonSchema(), null, 2)}\n`);
