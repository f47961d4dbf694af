import { ids } from '../../generate/ids.ts';
import type { Workspace } from '../../workspace.ts';

/** Who is in a conversation and who began it. */
export interface Opening {
  /** Row number of the contact. */
  readonly contact: number;
  readonly deliveredAs: 'customer_initiated' | 'admin_initiated' | 'operator_initiated';
}

export function openingOf(workspace: Workspace, conversation: number): Opening {
  const dice = workspace.dice('conversation openings')(conversation);
  return {
    contact: dice.below(Math.max(1, workspace.size('contacts'))),
    deliveredAs: dice.pick(['customer_initiated', 'customer_initiated', 'admin_initiated', 'operator_initiated']),
  };
}

/** The contact as an author of messages. */
export function contactAuthor(contact: number) {
  return { type: 'user', id: ids.contact.of(contact), name: null, email: `person${contact + 1}@example.com` };
}

export function adminAuthor(admin: number) {
  return { type: 'admin', id: ids.admin.of(admin), name: 'Teammate', email: `teammate${admin + 1}@example.com` };
}

/** Fin, when it answers and when it acts. */
export function botAuthor(isAnswer: boolean) {
  const fin = { type: 'bot', id: '278', name: 'Fin', email: 'operator@example.com' };
  return { ...fin, from_ai_agent: true, is_ai_answer: isAnswer };
}
