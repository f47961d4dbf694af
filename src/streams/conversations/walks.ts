import type { Body } from '../../intercom/api.ts';
import { incompleteAnswer } from '../../intercom/incomplete-answer.ts';
import { eachParent } from '../../walks/each-parent.ts';
import { search } from '../../walks/search/search.ts';
import type { WalkContext } from '../../walks/walk.ts';

/** All conversations, without their parts. */
export const conversations = search({
  name: 'conversations',
  path: '/conversations/search',
  recordsAt: 'conversations',
});

/** All conversations again, each by its own call: the only place where the API shows their parts. */
export const conversationsWithParts = eachParent({
  name: 'conversation_parts',
  parents: conversations,
  request: ({ id }) => ({ method: 'GET', path: `/conversations/${id}` }),
  check: warnOfMissingParts,
});

/** The parts in the answer to a conversation's own call. Throws where the answer has no list of them. */
export function partsOf(conversation: Body): readonly Body[] {
  const list = conversation.conversation_parts;
  const parts = typeof list === 'object' && list !== null ? Reflect.get(list, 'conversation_parts') : undefined;
  if (Array.isArray(parts)) return parts;
  throw incompleteAnswer(`conversation ${conversation.id} without its list of parts`);
}

/** The API returns the newest 500 parts: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/retrieveconversation */
function warnOfMissingParts(conversation: Body, context: WalkContext): void {
  const received = partsOf(conversation).length;
  const total = Number(Reflect.get(Object(conversation.conversation_parts), 'total_count'));
  if (!(total > received)) return;
  context.warn(
    `Conversation ${conversation.id} has ${total} parts, of which Intercom returns the newest ${received}. The older ones can't be read; those that earlier syncs have read stay in an append or deduplicated destination.`,
  );
}
