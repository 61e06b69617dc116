import type { Addition } from '../add.ts';
import { COMMERCE } from './commerce.ts';
import { CORE } from './core.ts';
import { WORKFORCE } from './workforce.ts';

/** In this order: later ones belong to earlier ones. */
export const ADDITIONS: readonly Addition[] = [...CORE, ...COMMERCE, ...WORKFORCE];
