import { Dice, seedOf } from '../generate/dice.ts';
import type { Collection } from '../search/collection.ts';
import type { Workspace } from '../workspace.ts';
import type { Changes } from './changes.ts';

/** Ids of what changed or came, by stream; each id once. */
export type Changed = Record<'contacts' | 'companies' | 'conversations' | 'tickets' | 'activity_logs', string[]>;

const kinds = [
  'contacts',
  'contacts',
  'contacts',
  'conversations',
  'conversations',
  'tickets',
  'companies',
  'new',
] as const;

/** Makes `count` changes of all kinds, spread by `dice`. */
export function changeAtRandom(workspace: Workspace, changes: Changes, count: number, round: number): Changed {
  const dice = new Dice(seedOf(workspace.ground.seed, 'changes'), round);
  const { contacts, companies, conversations, tickets } = workspace;
  const changed = {
    contacts: new Set<string>(),
    companies: new Set<string>(),
    conversations: new Set<string>(),
    tickets: new Set<string>(),
    activity_logs: new Set<string>(),
  };
  for (let change = 0; change < count; change++) {
    const kind = dice.pick(kinds);
    if (kind === 'contacts') touchOne(contacts, dice, changed.contacts, (id) => changes.touchContact(id));
    else if (kind === 'companies') touchOne(companies, dice, changed.companies, (id) => changes.touchCompany(id));
    else if (kind === 'conversations')
      touchOne(conversations, dice, changed.conversations, (id) => changes.touchConversation(id));
    else if (kind === 'tickets') touchOne(tickets, dice, changed.tickets, (id) => changes.touchTicket(id));
    else {
      changed.contacts.add(changes.addContact());
      changed.activity_logs.add(changes.addActivityLog());
    }
  }
  return {
    contacts: [...changed.contacts],
    companies: [...changed.companies],
    conversations: [...changed.conversations],
    tickets: [...changed.tickets],
    activity_logs: [...changed.activity_logs],
  };
}

function touchOne(rows: Collection, dice: Dice, touched: Set<string>, touch: (id: string) => void): void {
  if (rows.count === 0) return;
  let row = dice.below(rows.end);
  while (!rows.has(row)) row = (row + 1) % rows.end;
  touch(rows.idOf(row));
  touched.add(rows.idOf(row));
}
