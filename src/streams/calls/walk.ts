import { type ApiRequest, type Body, isGone } from '../../intercom/api.ts';
import { incompleteAnswer } from '../../intercom/incomplete-answer.ts';
import type { Lease } from '../../intercom/pace/memory-budget.ts';
import { isObject } from '../../json.ts';
import type { Child, ChildFetch } from '../../walks/children.ts';
import { eachParent } from '../../walks/each-parent.ts';
import { recordsOf } from '../../walks/pages.ts';
import type { WalkContext } from '../../walks/walk.ts';
import { Calls } from './calls.ts';

/** https://developers.intercom.com/docs/references/rest-api/api.intercom.io/calls/listcallswithtranscripts */
const CONVERSATIONS_PER_CALL = 20;

/**
 * The entries of all calls' transcripts. Intercom gives them for twenty conversations at a time, and with them those of
 * all calls of these conversations: so a conversation is asked for once a read. A call that belongs to no conversation has
 * its transcript as a text file only, which becomes one entry.
 */
export const transcripts = eachParent({
  name: 'call_transcripts',
  parents: new Calls().walk,
  parentsPerCall: CONVERSATIONS_PER_CALL,
  parentRequest: (id) => ({ method: 'GET', path: `/calls/${id}` }),
  begin: (context) => new TranscriptFetch(context),
  probe: searchFor(['0']),
  isProbeNotFoundNormal: true,
});

function searchFor(conversationIds: readonly string[]): ApiRequest {
  return { method: 'POST', path: '/calls/search', body: { conversation_ids: conversationIds } };
}

class TranscriptFetch implements ChildFetch {
  readonly #api: WalkContext['api'];
  readonly #asked = new Set<string>();
  /** When the calls that were listed have changed, by their ids. */
  readonly #changes = new Map<string, unknown>();

  constructor({ api }: WalkContext) {
    this.#api = api;
  }

  skip(call: Body): boolean {
    const conversation = conversationOf(call);
    this.#changes.set(String(call.id), call.updated_at);
    if (conversation === undefined) return call.transcription_url === null;
    if (this.#asked.has(conversation)) return true;
    this.#asked.add(conversation);
    return false;
  }

  isAlone(call: Body): boolean {
    return conversationOf(call) === undefined;
  }

  async *pages(calls: readonly Body[], lease: Lease): AsyncGenerator<readonly Child[]> {
    const conversations = calls.flatMap((call) => conversationOf(call) ?? []);
    if (conversations.length > 0) yield await this.#search(calls, conversations, lease);
    for (const call of calls.filter((one) => this.isAlone(one))) yield await this.#readFile(call, lease);
  }

  /** The entries of all calls of the conversations, those of `calls` among them. */
  async #search(calls: readonly Body[], conversations: readonly string[], lease: Lease): Promise<readonly Child[]> {
    const request = searchFor(conversations);
    const found = recordsOf(await this.#api.send(request, lease), ['data'], request.path);
    const ids = new Set(found.map(({ id }) => String(id)));
    const missing = calls.find((call) => !this.isAlone(call) && !ids.has(String(call.id)));
    if (missing !== undefined) throw incompleteAnswer(`the calls of a conversation without call ${missing.id}`);
    // The description shows an answer without times. A call that was not listed has not changed, unless it is asked for
    // again with one that failed: then both may have changed.
    const retried = calls.find(({ id }) => !this.#changes.has(String(id)));
    return found.flatMap((call) => {
      const updated_at = call.updated_at ?? this.#changes.get(String(call.id)) ?? retried?.updated_at;
      return updated_at === undefined ? [] : entriesOf({ ...call, updated_at }, transcriptOf(call));
    });
  }

  async #readFile(call: Body, lease: Lease): Promise<readonly Child[]> {
    const request = { method: 'GET', path: `/calls/${call.id}/transcript`, answersWith: 'text' } as const;
    try {
      return entriesOf(call, [await this.#api.send(request, lease)]);
    } catch (error) {
      // The answer for a call without a transcript.
      if (isGone(error)) return [];
      throw error;
    }
  }
}

function conversationOf({ conversation_id: id }: Body): string | undefined {
  return id === null || id === undefined ? undefined : String(id);
}

function transcriptOf({ id, transcript, transcript_status: status }: Body): readonly Body[] {
  if (Array.isArray(transcript)) return transcript.filter(isObject);
  if (status === 'completed') throw incompleteAnswer(`call ${id} without its transcript`);
  return [];
}

function entriesOf({ id, conversation_id, updated_at }: Body, entries: readonly Body[]): readonly Child[] {
  const parent = { id, conversation_id, updated_at };
  return entries.map((body, position) => ({ parent, body, position }));
}
