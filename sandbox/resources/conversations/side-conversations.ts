import { decimalIds } from '../../generate/ids.ts';
import { spreadTimes } from '../../generate/times.ts';
import { byPageNumberWithoutLink } from '../../http/paging.ts';
import type { Row } from '../../json.ts';
import { childList } from '../../resource-kit/child-list.ts';
import { touchAny } from '../../resource-kit/random.ts';
import type { Resource } from '../../resource-kit/resource.ts';
import type { Workspace } from '../../workspace.ts';
import { anyAdminId } from '../teammates.ts';
import { additions } from './added.ts';
import { conversation } from './parent.ts';
import { conversationsOf } from './rows.ts';

const sideIds = decimalIds(456_000_000);
const partIds = decimalIds(64_000_000_000);
const sideConversationsAtMost = 1_000;
const partsAtMost = 10;
/** The one whose side conversations don't fit on two pages. */
const busiest = 11;

const addedSides = additions();

const list = childList({
  name: 'side_conversations',
  parent: conversation,
  path: '/conversations/:id/side_conversations',
  scope: 'read_conversations',
  type: 'side_conversation.list',
  key: 'side_conversations',
  paging: byPageNumberWithoutLink({ default: 25, max: 50 }),
  rows: (workspace, row) => startTimes(workspace, row).map((at, number) => side(workspace, row, number, at)),
});

/** Threads among teammates, with their parts whole: of one conversation in six, and of one more than a page. */
export const sideConversations = {
  ...list,
  changes,
  random: {
    weight: 1,
    make: touchAny('conversations', conversationsOf, (workspace, id) => changes(workspace).addSideConversation(id)),
  },
} satisfies Resource;

function changes(workspace: Workspace) {
  return {
    /** Moves the conversation's `updated_at`. */
    addSideConversation(conversationId: string, at: number = workspace.now): void {
      const conversations = conversationsOf(workspace);
      const row = conversations.known(conversationId);
      addedSides(workspace).add(row, at);
      conversations.touch(row, at);
    },
  };
}

function startTimes(workspace: Workspace, row: number): number[] {
  return [...generatedTimes(workspace, row), ...addedSides(workspace).of(row)];
}

function generatedTimes(workspace: Workspace, row: number): number[] {
  if (row >= workspace.size('conversations')) return [];
  const dice = workspace.dice('side conversations')(row);
  const usual = dice.chance(1 / 6) ? dice.between(1, 3) : 0;
  const count = row === busiest ? 120 : usual;
  const { created, updated } = spreadTimes(workspace, 'conversations')(row);
  return Array.from({ length: count }, () => created + dice.below(updated - created + 1));
}

function side(workspace: Workspace, row: number, number: number, at: number): Row {
  const dice = workspace.dice(`side conversation ${number}`)(row);
  const key = row * sideConversationsAtMost + number;
  const parts = Array.from({ length: dice.between(1, 4) }, (_, part) => ({
    type: 'conversation_part',
    id: partIds.of(key * partsAtMost + part),
    part_type: 'comment',
    body: dice.maybe(0.95, `<p>${dice.pick(workspace.words.sentences)}</p>`),
    created_at: at + part,
    updated_at: at + part,
    author: { type: 'admin', id: anyAdminId(dice, workspace), name: 'Teammate', email: 'teammate1@example.com' },
    attachments: [],
    redacted: false,
  }));
  return { side_conversation_id: sideIds.of(key), conversation_parts: parts, total_count: parts.length };
}
