import type { Collection } from './collection.ts';
import {
  contactCompanies,
  contactNotes,
  contactSegments,
  contactSubscriptions,
  contactTags,
  contactWithHistory,
} from './contact-records.ts';
import type { Row } from './json.ts';
import type { Workspace } from './workspace.ts';

type Reader = (workspace: Workspace) => Iterable<Row>;

const readers = {
  tags: ({ tags }) => tags,
  admins: ({ admins }) => admins,
  teams: ({ teams }) => teams,
  segments: ({ segments }) => segments,
  contact_attributes: ({ contactAttributes }) => contactAttributes.filter((one) => one.archived === false),
  company_attributes: ({ companyAttributes }) => companyAttributes.filter((one) => one.archived === false),
  contacts: (workspace) => each(workspace.contacts, (row) => [contactWithHistory(workspace, row)]),
  contact_tags: contactChildren(contactTags),
  contact_companies: contactChildren(contactCompanies),
  contact_notes: contactChildren(contactNotes),
  contact_segments: contactChildren(contactSegments),
  contact_subscriptions: contactChildren(contactSubscriptions),
  companies: ({ companies }) => each(companies, (row) => [companies.get(row)]),
} satisfies Record<string, Reader>;

/** A table that the workspace can tell the whole truth about. */
export type StreamName = keyof typeof readers;

export function isStreamName(name: string): name is StreamName {
  return Object.hasOwn(readers, name);
}

export function streamNames(): StreamName[] {
  return Object.keys(readers).filter(isStreamName);
}

/** Everything that the API can give for this stream now, as raw objects; children carry their parent's id. */
export function truth(workspace: Workspace, stream: StreamName): Iterable<Row> {
  return readers[stream](workspace);
}

/** How many rows {@link truth} gives. */
export function countTruth(workspace: Workspace, stream: StreamName): number {
  if (stream === 'contacts') return workspace.contacts.count;
  if (stream === 'companies') return workspace.companies.count;
  let count = 0;
  for (const _row of truth(workspace, stream)) count++;
  return count;
}

function* each(collection: Collection, rowsOf: (row: number) => Row[]): Generator<Row> {
  for (const row of collection.all()) yield* rowsOf(row);
}

function contactChildren(read: (workspace: Workspace, row: number) => Row[]): Reader {
  return (workspace) =>
    each(workspace.contacts, (row) =>
      read(workspace, row).map((child) => ({ contact_id: workspace.contacts.idOf(row), ...child })),
    );
}
