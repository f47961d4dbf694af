import type { Row } from '../../json.ts';
import type { Workspace } from '../../workspace.ts';
import { partsOf } from './parts.ts';
import { conversationsOf } from './rows.ts';

export function conversationChanges(workspace: Workspace) {
  const conversations = conversationsOf(workspace);
  const parts = partsOf(workspace);
  return {
    /** Adds a part to the conversation, which moves its `updated_at`. */
    touchConversation(id: string, at: number = workspace.now, patch: Row = {}): void {
      const row = conversations.known(id);
      parts.add(row, at);
      conversations.touch(row, at, patch);
    },

    /** Returns the new conversation's id; it has one part. */
    addConversation(at: number = workspace.now, patch: Row = {}): string {
      const row = conversations.add(at, patch);
      parts.add(row, at);
      return conversations.idOf(row);
    },
  };
}
