import { ids } from '../../generate/ids.ts';
import type { Row } from '../../json.ts';
import { perWorkspace, type Workspace } from '../../workspace.ts';
import { contactsOf } from './rows.ts';

/** Merges made since the start. */
const mergesOf = perWorkspace(() => ({
  /** From the id of a contact that is gone to the one it was merged into. */
  into: new Map<string, string>(),
  /** Lines of merge history, latest first, by the survivor's row number. */
  history: new Map<number, Row[]>(),
}));

/** A contact with its `merge_history`, as `include_merge_history=true` gives it: null for leads. */
export function contactWithHistory(workspace: Workspace, row: number): Row {
  const contact = contactsOf(workspace).get(row);
  return { ...contact, merge_history: contact.role === 'user' ? historyOf(workspace, row) : null };
}

/** The id that a merged contact lives on under; undefined when no such contact ever was. */
export function survivorOf(workspace: Workspace, id: string): string | undefined {
  const known = mergesOf(workspace).into.get(id);
  if (known !== undefined) return known;
  const row = ids.mergedContact.row(id);
  if (row === undefined || !contactsOf(workspace).has(row) || !wasMergedBefore(workspace, row)) return undefined;
  return ids.contact.of(row);
}

/** Notes that contact `from` has become part of the one with row number `survivor`. */
export function noteMerge(
  workspace: Workspace,
  from: { id: string; role: string },
  survivor: number,
  at: number,
): void {
  const { into, history } = mergesOf(workspace);
  into.set(from.id, contactsOf(workspace).idOf(survivor));
  history.set(survivor, [entry(from.id, at, from.role), ...(history.get(survivor) ?? [])]);
}

/** What was merged into a contact, latest first. */
function historyOf(workspace: Workspace, row: number): Row[] {
  const since = mergesOf(workspace).history.get(row) ?? [];
  if (!wasMergedBefore(workspace, row)) return since;
  return [...since, entry(ids.mergedContact.of(row), contactsOf(workspace).timeOf(row, 'created_at'), 'lead')];
}

function entry(id: string, at: number, role: string): Row {
  return { type: 'merge_history', source_contact_id: id, source_contact_role: role, merged_at: at };
}

/** Into some users a lead was merged before the workspace was opened. */
function wasMergedBefore(workspace: Workspace, row: number): boolean {
  return row < workspace.size('contacts') && workspace.dice('merged')(row).chance(0.03);
}
