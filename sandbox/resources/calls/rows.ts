import { decimalIds, ids } from '../../generate/ids.ts';
import { isoOf, spreadTimes } from '../../generate/times.ts';
import type { Row } from '../../json.ts';
import { generatedRows } from '../../resource-kit/list-resource.ts';
import type { Workspace } from '../../workspace.ts';
import { anyAdminId } from '../teammates.ts';

const callIds = decimalIds(40_100);
const conversationsWithCalls = 60;

/** Phone calls with Unix seconds, in no order of time. Some conversations have several; some calls belong to none. */
export const callRows = generatedRows({
  name: 'calls',
  size: 120,
  row: (row, dice, workspace) => {
    const id = callIds.of(row);
    const { created, updated } = spreadTimes(workspace, 'calls')(row);
    const conversations = Math.min(workspace.size('conversations'), conversationsWithCalls);
    const hasConversation = conversations > 0 && dice.chance(0.8);
    const isAnswered = dice.chance(0.8);
    const seconds = dice.between(5, 1_800);
    return {
      type: 'call',
      id,
      conversation_id: hasConversation ? ids.conversation.of(dice.below(conversations)) : null,
      admin_id: dice.maybe(0.8, anyAdminId(dice, workspace)),
      contact_id: dice.maybe(0.9, ids.contact.of(dice.below(Math.max(1, workspace.size('contacts'))))),
      state: isAnswered ? 'completed' : 'missed',
      initiated_at: created,
      answered_at: isAnswered ? created + 3 : null,
      ended_at: created + seconds,
      created_at: created,
      updated_at: Math.max(updated, created + seconds),
      recording_url: isAnswered ? `https://api.intercom.test/calls/${id}/recording` : null,
      transcription_url: isAnswered ? `https://api.intercom.test/calls/${id}/transcript` : null,
      call_type: 'phone',
      direction: dice.pick(['inbound', 'outbound']),
      ended_reason: dice.maybe(0.9, isAnswered ? 'answered' : 'no_answer'),
      phone: dice.maybe(0.9, `+353${dice.between(100_000_000, 999_999_999)}`),
      fin_recording_url: null,
      fin_transcription_url: null,
    };
  },
});

/** Calls as every endpoint gives them: with their times in the form that the settings say. */
export function listedCalls(workspace: Workspace): readonly Row[] {
  const calls = callRows.of(workspace);
  return workspace.settings.callTimes === 'iso' ? calls.map(withIsoTimes) : calls;
}

function withIsoTimes(call: Row): Row {
  return Object.fromEntries(
    Object.entries(call).map(([name, value]) => [
      name,
      name.endsWith('_at') && typeof value === 'number' ? isoOf(value) : value,
    ]),
  );
}
