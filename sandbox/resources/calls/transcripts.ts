import { notFound, Refusal } from '../../http/refusal.ts';
import type { Call, Reply } from '../../http/route.ts';
import { isRow, type Row } from '../../json.ts';
import type { Workspace } from '../../workspace.ts';
import { listedCalls } from './rows.ts';

const conversationsAtMost = 20;

/** POST /calls/search: all calls of the conversations asked for, with their transcripts. */
export function callsWithTranscripts({ body }: Call, workspace: Workspace): Reply {
  const wanted: unknown = isRow(body) ? body.conversation_ids : undefined;
  if (!Array.isArray(wanted) || wanted.length === 0 || wanted.length > conversationsAtMost) {
    const message = 'A list of up to 20 conversation IDs is required';
    throw new Refusal(400, 'conversation_id_limit_exceeded', message);
  }
  const conversations = new Set<unknown>(wanted.map(String));
  const calls = listedCalls(workspace).filter((call) => conversations.has(call.conversation_id));
  return {
    body: {
      type: 'list',
      data: calls.map((call) => {
        const transcript = transcriptOf(workspace, call);
        return { ...call, transcript, transcript_status: transcript.length > 0 ? 'completed' : null };
      }),
    },
  };
}

/** GET /calls/{id}/transcript: a text file. */
export function transcriptFile({ params: { id } }: Call, workspace: Workspace): Reply {
  const call = listedCalls(workspace).find((one) => one.id === id);
  const text = call && textOf(transcriptOf(workspace, call));
  if (!text) throw notFound('Transcript');
  return { body: text, headers: { 'Content-Disposition': `attachment; filename=transcription_data-${id}.txt` } };
}

/**
 * What was said in each call, entry by entry. Of a call without a conversation nothing but the text file is there: it has
 * one entry, which holds the text.
 */
export function* transcriptRows(workspace: Workspace): Generator<Row> {
  for (const call of listedCalls(workspace)) {
    const entries = transcriptOf(workspace, call);
    const given = call.conversation_id === null && entries.length > 0 ? [{ text: textOf(entries) }] : entries;
    for (const [position, entry] of given.entries()) {
      yield { call_id: call.id, position, conversation_id: call.conversation_id, entry };
    }
  }
}

/** Of most calls that were answered. */
function transcriptOf(workspace: Workspace, call: Row): Row[] {
  const dice = workspace.dice('transcripts')(Number(call.id));
  if (call.state !== 'completed' || dice.chance(0.2)) return [];
  return Array.from({ length: dice.between(1, 12) }, (_, entry) => ({
    speaker: entry % 2 === 0 ? 'Teammate 1' : 'User',
    start_time: entry * 6,
    text: dice.pick(workspace.words.sentences),
  }));
}

function textOf(transcript: readonly Row[]): string {
  const minutes = (seconds: number) => `00:${Math.floor(seconds / 60)}:${seconds % 60}`.replace(/\b\d\b/g, '0$&');
  return transcript
    .map(({ speaker, start_time, text }) => `[${minutes(Number(start_time))}] ${String(speaker)}: "${String(text)}"`)
    .join('\n');
}
