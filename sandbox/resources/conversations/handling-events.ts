import { isoSecondOf, spreadTimes } from '../../generate/times.ts';
import type { Row } from '../../json.ts';
import { touchAny } from '../../resource-kit/random.ts';
import type { Resource } from '../../resource-kit/resource.ts';
import { childTable } from '../../resource-kit/tables.ts';
import type { Workspace } from '../../workspace.ts';
import { anyAdminId } from '../teammates.ts';
import { additions } from './added.ts';
import { conversation } from './parent.ts';
import { conversationsOf } from './rows.ts';

const addedEvents = additions();

/** When teammates paused and resumed: one to four events of each conversation, and those added since. */
export const handlingEvents = {
  routes: [
    {
      method: 'GET',
      path: '/conversations/:id/handling_events',
      scope: 'read_conversations',
      answer: (call, workspace) => ({
        body: { handling_events: events(workspace, conversation.find(call, workspace)) },
      }),
    },
  ],
  tables: {
    conversation_handling_events: childTable(conversation, (workspace, row) =>
      events(workspace, row).map((event, position) => ({ position, ...event })),
    ),
  },
  changes,
  random: {
    weight: 1,
    make: touchAny('conversations', conversationsOf, (workspace, id) => changes(workspace).addHandlingEvent(id)),
  },
} satisfies Resource;

function changes(workspace: Workspace) {
  return {
    /** Moves the conversation's `updated_at`. */
    addHandlingEvent(conversationId: string, at: number = workspace.now): void {
      const conversations = conversationsOf(workspace);
      const row = conversations.known(conversationId);
      addedEvents(workspace).add(row, at);
      conversations.touch(row, at);
    },
  };
}

/** Oldest first. */
function events(workspace: Workspace, row: number): Row[] {
  const times = [...generatedTimes(workspace, row), ...addedEvents(workspace).of(row)];
  return times.map((at, position) => {
    const dice = workspace.dice(`handling event ${position}`)(row);
    const isPause = position % 2 === 0;
    return {
      teammate: teammate(dice.chance(0.1), Number(anyAdminId(dice, workspace))),
      type: isPause ? 'paused' : 'resumed',
      timestamp: isoSecondOf(at),
      ...(isPause && { reason: dice.maybe(0.9, dice.pick(['Paused', 'Away'])) }),
    };
  });
}

function generatedTimes(workspace: Workspace, row: number): number[] {
  if (row >= workspace.size('conversations')) return [];
  const { created, updated } = spreadTimes(workspace, 'conversations')(row);
  const count = workspace.dice('handling events')(row).between(1, 4);
  return Array.from({ length: count }, (_, event) => created + Math.floor(((updated - created) * event) / count));
}

/** Ids are numbers here; a team has no email. */
function teammate(isTeam: boolean, admin: number): Row {
  if (isTeam) return { type: 'team', id: 5_017_600, name: 'A team' };
  return { type: 'admin', id: admin, name: 'Teammate', email: 'teammate@example.com' };
}
