import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EmbeddedListStream, parentFrom } from '../../src/streams/child-stream.ts';
import { Companies } from '../../src/streams/companies/companies.ts';
import { CompanySegments } from '../../src/streams/companies/company-segments.ts';
import type { Parent } from '../../src/streams/stream.ts';
import { list } from '../../src/walks/list.ts';

class Links extends EmbeddedListStream {
  readonly name = 'contact_companies';
  readonly description = 'A company of a contact.';
  readonly schema = z.looseObject({});
  readonly walk = list({ name: 'contacts', path: '/contacts', recordsAt: 'data' });
  readonly listAt = ['companies.data', 'companies.companies'];
  override readonly parent: Parent;

  constructor(parent: Parent = parentFrom('contacts', 'contact')) {
    super();
    this.parent = parent;
  }
}

describe('the rows of a list inside a record', () => {
  it('are its items, each with the id of the record and the time when it changed', () => {
    const contact = { id: 'c1', updated_at: 9, companies: { data: [{ id: '1', url: 'x' }, { id: '2' }] } };

    expect(new Links().rows(contact)).toEqual([
      { id: '1', url: 'x', contact_id: 'c1', contact_updated_at: 9 },
      { id: '2', contact_id: 'c1', contact_updated_at: 9 },
    ]);
  });

  it('are found under another name of the list', () => {
    expect(new Links().rows({ id: 'c1', companies: { companies: [{ id: '1' }] } })).toEqual([
      { id: '1', contact_id: 'c1', contact_updated_at: null },
    ]);
  });

  it('have no time where parents have none', () => {
    const links = new Links({ stream: 'teams', key: 'team_id' });

    expect(links.rows({ id: 't', updated_at: 9, companies: { data: [{ id: '1' }] } })).toEqual([
      { id: '1', team_id: 't' },
    ]);
  });

  it.each([{}, { companies: null }, { companies: { data: [] } }])('are none in %j', (record) => {
    expect(new Links().rows({ id: 'c1', ...record })).toEqual([]);
  });

  it('leave the record as it was', () => {
    const contact = { id: 'c1', updated_at: 9, companies: { data: [{ id: '1' }] } };
    const before = structuredClone(contact);
    new Links().rows(contact);

    expect(contact).toEqual(before);
  });
});

it('segments of companies come from the walk of companies itself', () => {
  expect(new CompanySegments().walk).toBe(new Companies().walk);
  expect(new CompanySegments().source).toBe('with `companies`, without a call of its own');
});
