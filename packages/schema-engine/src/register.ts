// One line in prisma.config.ts in place of the environment: `import '@org/schema-engine/register'`. The CLI reads its
// configuration before it looks for an engine. What the environment says already is left as it is.
import { engineEnvironment } from './environment.ts';

process.env.PRISMA_SCHEMA_ENGINE_BINARY ||= engineEnvironment().PRISMA_SCHEMA_ENGINE_BINARY;
process.env.CHECKPOINT_DISABLE ||= '1';
process.env.PRISMA_HIDE_UPDATE_MESSAGE ||= '1';
