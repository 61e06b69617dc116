/**
 * Repeats an update of open sessions until there are none left. An update waits for a refresh that is under way, but
 * does not see the session that it adds; the next one does.
 */
export async function revokeAll(update: () => PromiseLike<{ count: number }>): Promise<void> {
  while ((await update()).count > 0);
}
