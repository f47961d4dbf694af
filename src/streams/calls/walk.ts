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
const CONVERSATIONS_PER_REQUEST = 20;

/**
 * The entries of the transcripts of calls. Intercom gives them by conversation, for twenty at a time, and with them those
 * of all calls of these conversations. Each call is asked for as it is listed, although an answer before may have had it:
 * an answer holds no times by its description, so only the listed call tells whether it has changed, and when. A call
 * that belongs to no conversation has its transcript as a text file only, which becomes one entry.
 */
export const transcripts = eachParent({
  name: 'call_transcripts',
  parents: new Calls().walk,
  parentsPerCall: CONVERSATIONS_PER_REQUEST,
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

  constructor({ api }: WalkContext) {
    this.#api = api;
  }

  skip(call: Body): boolean {
    return conversationOf(call) === undefined && call.transcription_url === null;
  }

  isAlone(call: Body): boolean {
    return conversationOf(call) === undefined;
  }

  async *pages(calls: readonly Body[], lease: Lease): AsyncGenerator<readonly Child[]> {
    const ofConversations = calls.filter((call) => !this.isAlone(call));
    if (ofConversations.length > 0) yield await this.#search(ofConversations, lease);
    for (const call of calls.filter((one) => this.isAlone(one))) yield await this.#readFile(call, lease);
  }

  /** The entries of these calls. The answer has those of the other calls of their conversations too. */
  async #search(calls: readonly Body[], lease: Lease): Promise<readonly Child[]> {
    const request = searchFor([...new Set(calls.flatMap((call) => conversationOf(call) ?? []))]);
    const answer = recordsOf(await this.#api.send(request, lease), ['data'], request.path);
    const found = new Map(answer.map((call) => [String(call.id), call]));
    return calls.flatMap((call) => {
      const transcribed = found.get(String(call.id));
      if (transcribed === undefined) throw incompleteAnswer(`the calls of a conversation without call ${call.id}`);
      return entriesOf(call, transcriptOf(transcribed));
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
