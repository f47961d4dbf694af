import { officeSecondsBetween } from '../../generate/office-time.ts';
import { type Row, valueAt } from '../../json.ts';

/** What the figures of a conversation are computed from. */
export interface Course {
  readonly created: number;
  readonly isOpenedByContact: boolean;
  /** Oldest first. */
  readonly parts: readonly Row[];
  readonly partCount: number;
  readonly team: Row | undefined;
}

/** Figures that the API computes from the parts; it counts from the first message of a contact, and many are null. */
export function statistics({ created, isOpenedByContact, parts, partCount, team }: Course): Row {
  const begin = isOpenedByContact ? created : timeOf(parts.find(isFromContact));
  const later = begin === null ? [] : parts.filter((part) => Number(part.created_at) >= begin);
  const replies = later.filter(isReply);
  const closes = later.filter(isOf('close'));
  const assignments = later.filter(isOf('assignment'));
  const lastAssignment = timeOf(assignments.at(-1));
  const firstReply = timeOf(replies[0]);
  const handling = secondsBetween(timeOf(assignments[0]), timeOf(closes.at(-1)));
  return {
    type: 'conversation_statistics',
    time_to_assignment: secondsBetween(created, timeOf(assignments[0])),
    time_to_admin_reply: officeSeconds(begin, firstReply),
    time_to_first_close: officeSeconds(begin, timeOf(closes[0])),
    time_to_last_close: officeSeconds(begin, timeOf(closes.at(-1))),
    median_time_to_reply: begin === null ? null : medianReply(begin, later),
    first_contact_reply_at: begin,
    first_assignment_at: timeOf(assignments[0]),
    first_admin_reply_at: firstReply,
    first_close_at: timeOf(closes[0]),
    last_assignment_at: lastAssignment,
    last_assignment_admin_reply_at: timeOf(
      replies.find((part) => lastAssignment !== null && isAt(part, lastAssignment)),
    ),
    last_contact_reply_at: timeOf(later.findLast(isFromContact)) ?? begin,
    last_admin_reply_at: timeOf(replies.at(-1)),
    last_close_at: timeOf(closes.at(-1)),
    last_closed_by_id: closes.findLast(isBy('admin')) === closes.at(-1) ? authorIdOf(closes.at(-1)) : null,
    count_reopens: later.filter(isOf('open')).length,
    count_assignments: assignments.length,
    count_conversation_parts: partCount,
    assigned_team_first_response_time: responses(team, secondsBetween(begin, firstReply)),
    assigned_team_first_response_time_in_office_hours: responses(team, officeSeconds(begin, firstReply)),
    handling_time: handling,
    adjusted_handling_time: handling === null ? null : Math.floor(handling * 0.6),
  };
}

/** What the parts leave the conversation in. */
export function stateAfter(parts: readonly Row[]): 'open' | 'closed' | 'snoozed' {
  const last = parts.findLast(
    (part) => isFromContact(part) || ['close', 'open', 'snoozed'].includes(String(part.part_type)),
  );
  if (last?.part_type === 'close') return 'closed';
  return last?.part_type === 'snoozed' ? 'snoozed' : 'open';
}

function medianReply(begin: number, parts: readonly Row[]): number | null {
  const times: number[] = [];
  let waitingSince: number | null = begin;
  for (const part of parts) {
    if (isFromContact(part)) waitingSince ??= timeOf(part);
    const seconds: number | null = isReply(part) ? officeSeconds(waitingSince, timeOf(part)) : null;
    if (seconds === null) continue;
    times.push(seconds);
    waitingSince = null;
  }
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? null;
}

function responses(team: Row | undefined, seconds: number | null): Row[] {
  return team === undefined || seconds === null
    ? []
    : [{ team_id: Number(team.id), team_name: team.name, response_time: seconds }];
}

const isOf = (type: string) => (part: Row) => part.part_type === type;
const isBy = (author: string) => (part: Row) => valueAt(part, 'author.type') === author;
const isFromContact = (part: Row) => isOf('comment')(part) && isBy('user')(part);
const isReply = (part: Row) => isOf('comment')(part) && isBy('admin')(part);
const isAt = (part: Row, earliest: number) => Number(part.created_at) >= earliest;
const authorIdOf = (part: Row | undefined) => (part === undefined ? null : String(valueAt(part, 'author.id')));
const timeOf = (part: Row | undefined) => (part === undefined ? null : Number(part.created_at));

function secondsBetween(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : Math.max(0, to - from);
}

function officeSeconds(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : officeSecondsBetween(from, Math.max(from, to));
}
