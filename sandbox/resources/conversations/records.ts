import type { Row } from '../../json.ts';
import type { Workspace } from '../../workspace.ts';

/** A conversation with its newest parts, as its own endpoint gives it. */
export function conversationWithParts(workspace: Workspace, row: number): Row {
  const parts = conversationParts(workspace, row);
  return {
    ...workspace.conversations.get(row),
    conversation_parts: {
      type: 'conversation_part.list',
      conversation_parts: parts,
      total_count: workspace.parts.count(row),
    },
  };
}

/** The parts that the API gives: the newest ones, oldest first. */
export function conversationParts(workspace: Workspace, row: number): Row[] {
  return workspace.parts.newest(row, workspace.settings.partsCap);
}

/** The same with all HTML taken out of bodies. */
export function asPlainText(conversation: Row): Row {
  return JSON.parse(JSON.stringify(conversation), (key: string, value: unknown): unknown =>
    (key === 'body' || key === 'subject') && typeof value === 'string' ? value.replace(/<[^>]*>/g, '') : value,
  );
}
