/** The engine in this process. Loaded on use: most commands apply nothing, and need not wait for it. */
export function loadEngine(): Promise<typeof import('@org/schema-engine/embedded')> {
  return import('@org/schema-engine/embedded');
}
