import { Dice, seedOf } from '../../generate/dice.ts';
import { ids } from '../../generate/ids.ts';
import type { Row } from '../../json.ts';
import type { Workspace } from '../../workspace.ts';
import { subscriptionType } from '../subscription-types.ts';

/** A contact with its `merge_history`, as `include_merge_history=true` gives it. */
export function contactWithHistory(workspace: Workspace, row: number): Row {
  const contact = workspace.contacts.get(row);
  return { ...contact, merge_history: mergeHistory(workspace, row, contact) };
}

/** Whom a contact has swallowed, latest first; null for leads. */
function mergeHistory(workspace: Workspace, row: number, contact: Row): Row[] | null {
  if (contact.role !== 'user') return null;
  const generated = wasMergedBefore(workspace, row)
    ? [mergeEntry(ids.mergedContact.of(row), workspace.contacts.timeOf(row, 'created_at'))]
    : [];
  return [...(workspace.merges.get(row) ?? []), ...generated];
}

export function mergeEntry(id: string, at: number, role = 'lead'): Row {
  return { type: 'merge_history', source_contact_id: id, source_contact_role: role, merged_at: at };
}

/** The id that a merged contact lives on under; undefined when no such contact ever was. */
export function survivorOf(workspace: Workspace, id: string): string | undefined {
  const known = workspace.mergedInto.get(id);
  if (known !== undefined) return known;
  const row = ids.mergedContact.row(id);
  if (row === undefined || !workspace.contacts.has(row) || !wasMergedBefore(workspace, row)) return undefined;
  return ids.contact.of(row);
}

/** Some users had swallowed a lead before the workspace was opened. */
function wasMergedBefore(workspace: Workspace, row: number): boolean {
  return row < workspace.settings.sizes.contacts && new Dice(seedOf(workspace.ground.seed, 'merged'), row).chance(0.03);
}

/** The contact's tags as its own endpoint gives them: with name, time and who applied them. */
export function contactTags(workspace: Workspace, row: number): Row[] {
  const wanted = workspace.contactLinks.tagIds(row);
  const applied = {
    applied_at: workspace.contacts.timeOf(row, 'created_at'),
    applied_by: { type: 'admin', id: ids.admin.of(0) },
  };
  return workspace.tags.filter((tag) => wanted.includes(String(tag.id))).map((tag) => ({ ...tag, ...applied }));
}

/** The contact's companies as its own endpoint gives them: whole company records. */
export function contactCompanies(workspace: Workspace, row: number): Row[] {
  const { companies } = workspace;
  return workspace.contactLinks.companyIds(row).flatMap((id) => {
    const company = companies.find(id);
    return company === undefined ? [] : [companies.get(company)];
  });
}

/** Newest first. */
export function contactNotes(workspace: Workspace, row: number): Row[] {
  return workspace.contactLinks.notes(row, workspace.contacts.timeOf(row, 'created_at'));
}

export function contactSegments(workspace: Workspace, row: number): Row[] {
  const wanted = new Set<unknown>(workspace.contactLinks.segmentIds(row));
  return workspace.segments.filter((segment) => wanted.has(segment.id));
}

/** Only what the contact chose itself. */
export function contactSubscriptions(workspace: Workspace, row: number): Row[] {
  const dice = new Dice(seedOf(workspace.ground.seed, 'subscriptions'), row);
  return dice.several(dice.below(3), 3).map(subscriptionType);
}
