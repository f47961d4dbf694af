import { ids } from '../../generate/ids.ts';
import { byPageNumber } from '../../http/paging.ts';
import { childList } from '../../resource-kit/child-list.ts';
import { companiesOf } from '../companies/rows.ts';
import { segmentsOf } from '../segments.ts';
import { subscriptionTypeOf } from '../subscription-types.ts';
import { tagsOf } from '../tags.ts';
import { contactLinksOf } from './links.ts';
import { contact } from './parent.ts';
import { contactsOf } from './rows.ts';

const child = { parent: contact, scope: 'read_users_companies' };

/** With name, time and who applied them. */
export const contactTags = childList({
  ...child,
  name: 'contact_tags',
  path: '/contacts/:id/tags',
  rows: (workspace, row) => {
    const wanted = contactLinksOf(workspace).tagIds(row);
    const applied = {
      applied_at: contactsOf(workspace).timeOf(row, 'created_at'),
      applied_by: { type: 'admin', id: ids.admin.of(0) },
    };
    return tagsOf(workspace)
      .filter((tag) => wanted.includes(String(tag.id)))
      .map((tag) => ({ ...tag, ...applied }));
  },
});

/** Whole company records. */
export const contactCompanies = childList({
  ...child,
  name: 'contact_companies',
  path: '/contacts/:id/companies',
  documentedKey: 'companies',
  paging: byPageNumber({ default: 50, max: 60 }),
  rows: (workspace, row) => {
    const companies = companiesOf(workspace);
    const rows = contactLinksOf(workspace)
      .companyIds(row)
      .map((id) => companies.find(id));
    return rows.flatMap((company) => (company === undefined ? [] : [companies.get(company)]));
  },
});

/** Newest first. */
export const contactNotes = childList({
  ...child,
  name: 'contact_notes',
  path: '/contacts/:id/notes',
  paging: byPageNumber({ default: 50, max: 150 }),
  rows: (workspace, row) => contactLinksOf(workspace).notes(row, contactsOf(workspace).timeOf(row, 'created_at')),
});

export const contactSegments = childList({
  ...child,
  name: 'contact_segments',
  path: '/contacts/:id/segments',
  rows: (workspace, row) => {
    const wanted = new Set<unknown>(contactLinksOf(workspace).segmentIds(row));
    return segmentsOf(workspace).filter((segment) => wanted.has(segment.id));
  },
});

/** Only what the contact chose itself. */
export const contactSubscriptions = childList({
  ...child,
  name: 'contact_subscriptions',
  path: '/contacts/:id/subscriptions',
  rows: (workspace, row) => contactLinksOf(workspace).subscriptionIds(row).map(subscriptionTypeOf),
});
