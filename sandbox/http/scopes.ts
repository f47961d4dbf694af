import { Refusal } from './refusal.ts';

/** Permissions whose endpoints answer 401 `token_unauthorized` when they are missing; all others answer 403. */
const olderScopes = new Set(['read_tags', 'read_admins', 'read_conversations', 'read_tickets']);

/** Refuses a call whose permission isn't granted; `granted` undefined means all are. */
export function checkScope(scope: string | undefined, granted: readonly string[] | undefined): void {
  if (scope === undefined || !granted || granted.includes(scope)) return;
  if (olderScopes.has(scope)) throw new Refusal(401, 'token_unauthorized', 'Not authorized to access resource');
  throw new Refusal(403, 'forbidden', `You do not have the required permission: ${scope}`);
}
