/** What a ciphertext is authenticated together with. */
export function binding(tenantId: string, version: number, purpose: string): string {
  return JSON.stringify(['org-db value', tenantId, version, purpose]);
}
