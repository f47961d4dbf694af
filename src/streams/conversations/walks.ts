import type { Api, Body } from '../../intercom/api.ts';
import { incompleteAnswer } from '../../intercom/incomplete-answer.ts';
import type { Lease } from '../../intercom/pace/memory-budget.ts';
import type { ListParents } from '../../walks/child-list.ts';
import type { Child, ChildFetch } from '../../walks/children.ts';
import { eachParent } from '../../walks/each-parent.ts';
import { RepeatedWarning } from '../../walks/repeated-warning.ts';
import { search } from '../../walks/search/search.ts';
import type { WalkContext } from '../../walks/walk.ts';
import { withLists } from '../missing-lists.ts';

const listed = search({ name: 'conversations', path: '/conversations/search', recordsAt: 'conversations' });

/** Where a conversation holds the lists that streams are made of. The teammates are documented under their second name. */
export const CONVERSATION_LISTS = {
  conversation_contacts: ['contacts.contacts'],
  conversation_tags: ['tags.tags'],
  conversation_teammates: ['teammates.admins', 'teammates.teammates'],
} as const;

/** All conversations, without their parts. */
export const conversations = withLists(listed, {
  noun: 'conversation',
  listsOf: CONVERSATION_LISTS,
  request: (id) => ({ method: 'GET', path: pathOf(id) }),
});

/** Conversations as the parents of lists at addresses of their own. */
export const conversationParents: ListParents = { parents: listed, parentPath: pathOf };

function pathOf(id: unknown): string {
  return `/conversations/${id}`;
}

/** All conversations again, each by its own call: the only place where the API shows their parts. */
export const conversationsWithParts = eachParent({
  name: 'conversation_parts',
  parents: listed,
  parentFields: ['id', 'created_at', 'updated_at'],
  begin: (context) => new PartsFetch(context),
});

/** The parts in the answer to a conversation's own call. Throws where the answer has no list of them. */
export function partsOf(conversation: Body): readonly Body[] {
  const list = conversation.conversation_parts;
  const parts = typeof list === 'object' && list !== null ? Reflect.get(list, 'conversation_parts') : undefined;
  if (Array.isArray(parts)) return parts;
  throw incompleteAnswer(`conversation ${conversation.id} without its list of parts`);
}

/** The API returns the newest 500 parts: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/retrieveconversation */
const MOST_PARTS = 500;

class PartsFetch implements ChildFetch {
  readonly #api: Api;
  readonly #cut: RepeatedWarning;
  readonly #fewer: RepeatedWarning;

  constructor(context: WalkContext) {
    this.#api = context.api;
    this.#cut = new RepeatedWarning(
      context,
      (others) => `… and ${others} more conversations with more parts than the ${MOST_PARTS} that Intercom returns.`,
    );
    this.#fewer = new RepeatedWarning(
      context,
      (others) => `… and ${others} more conversations with fewer parts than their count.`,
    );
  }

  async *pages(parents: readonly Body[], lease: Lease): AsyncGenerator<readonly Child[]> {
    for (const parent of parents) yield [{ parent, body: await this.#ask(parent, lease) }];
  }

  end(): void {
    this.#cut.end();
    this.#fewer.end();
  }

  /**
   * A conversation with fewer parts than its count, although it has room for more, is asked for once more. Real
   * workspaces count archived parts too, so the same answer twice is accepted.
   */
  async #ask(parent: Body, lease: Lease): Promise<Body> {
    const first = await this.#send(parent, lease);
    const missing = missingParts(first);
    if (missing === 0) return first;
    if (partsOf(first).length >= MOST_PARTS) {
      this.#tellCut(first);
      return first;
    }
    const second = await this.#send(parent, lease);
    if (missingParts(second) === 0) return second;
    if (missingParts(second) !== missing)
      throw incompleteAnswer(`conversation ${parent.id} with other parts each time`);
    this.#fewer.tell(
      `Conversation ${parent.id} counts ${totalParts(second)} parts, but Intercom sends ${partsOf(second).length}, also when asked again: the others are probably archived.`,
    );
    return second;
  }

  async #send({ id }: Body, lease: Lease): Promise<Body> {
    const conversation = await this.#api.send({ method: 'GET', path: pathOf(id) }, lease);
    if (String(conversation.id) === String(id)) return conversation;
    throw incompleteAnswer(`something else than conversation ${id}`);
  }

  #tellCut(conversation: Body): void {
    this.#cut.tell(
      `Conversation ${conversation.id} has ${totalParts(conversation)} parts, of which Intercom returns the newest ${partsOf(conversation).length}. The older ones can't be read; those that earlier syncs have read stay in an append or deduplicated destination.`,
    );
  }
}

/** How many parts a conversation counts beyond those that it holds. */
function missingParts(conversation: Body): number {
  return Math.max(0, totalParts(conversation) - partsOf(conversation).length);
}

/** 0 where there is no count. */
function totalParts({ conversation_parts: list }: Body): number {
  const total: unknown = Reflect.get(Object(list), 'total_count');
  return typeof total === 'number' ? total : 0;
}
