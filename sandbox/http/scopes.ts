import { Refusal } from './refusal.ts';

/** Permissions whose endpoints answer 401 `token_unauthorized` when they are missing; all others answer 403. */
const olderScopes = new Set(['read_tags', 'read_admins', 'read_conversations', 'read_tickets']);

/** What the token may do: all that is `scopes`, or everything when that is undefined, but `withoutScopes`. */
export interface Grants {
  readonly scopes: readonly string[] | undefined;
  readonly withoutScopes: readonly string[];
}

/** Refuses a call whose permission isn't granted. */
export function checkScope(scope: string | undefined, { scopes, withoutScopes }: Grants): void {
  if (scope === undefined || ((!scopes || scopes.includes(scope)) && !withoutScopes.includes(scope))) return;
  if (olderScopes.has(scope)) throw new Refusal(401, 'token_unauthorized', 'Not authorized to access resource');
  throw new Refusal(403, 'forbidden', `You do not have the required permission: ${scope}`);
}
