import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/rows/row.ts';
import { ActivityLogs } from '../../src/streams/activity-logs.ts';
import { Admins } from '../../src/streams/admins.ts';
import { Calls } from '../../src/streams/calls/calls.ts';
import { Companies } from '../../src/streams/companies/companies.ts';
import { CompanySegments } from '../../src/streams/companies/company-segments.ts';
import { Contacts } from '../../src/streams/contacts/contacts.ts';
import { ConversationParts } from '../../src/streams/conversations/conversation-parts.ts';
import { Conversations } from '../../src/streams/conversations/conversations.ts';
import { Tickets } from '../../src/streams/tickets/tickets.ts';
import { columnsOf, fixture } from './fixtures.ts';

const activityLogColumns = columnsOf(new ActivityLogs({ activityLogsTimeStepDays: 30 }));
const adminColumns = columnsOf(new Admins());
const callColumns = columnsOf(new Calls());
const companyColumns = columnsOf(new Companies());
const contactColumns = columnsOf(new Contacts());
const conversationColumns = columnsOf(new Conversations());
const ticketColumns = columnsOf(new Tickets());

/** The only row of a conversation whose one part this is. */
function conversationPartColumns(part: Row, conversation: Row): Row {
  const stream = new ConversationParts();
  const list = { ...Object(conversation.conversation_parts), conversation_parts: [part] };
  const rows = stream.rows({ parent: conversation, body: { ...conversation, conversation_parts: list } });
  return rows.map(columnsOf(stream))[0] ?? {};
}

/** The only row of a company that is in this segment alone. */
function companySegmentColumns(segment: Row, company: Row): Row {
  const stream = new CompanySegments();
  const rows = stream.rows({ ...company, segments: { segments: [segment] } });
  return rows.map(columnsOf(stream))[0] ?? {};
}

describe('every mapping', () => {
  const parent = { id: '1', updated_at: 5, created_at: 4 };
  const mappings: readonly (readonly [string, (record: Row) => Row])[] = [
    ['activity_logs', activityLogColumns],
    ['admins', adminColumns],
    ['calls', callColumns],
    ['companies', companyColumns],
    ['contacts', contactColumns],
    ['conversations', conversationColumns],
    ['tickets', ticketColumns],
    ['conversation_parts', (record) => conversationPartColumns(record, parent)],
    ['company_segments', (record) => companySegmentColumns(record, parent)],
  ];

  it.each(mappings)('leaves the records of %s untouched', (name, toColumns) => {
    const records = fixture(name);
    const before = structuredClone(records);

    records.map(toColumns);

    expect(records).toEqual(before);
  });

  it.each(mappings)('passes what it does not know of %s unchanged', (_, toColumns) => {
    const novelty = { id: '9', updated_at: 3, novelty: { tags: [1, null] } };

    expect(toColumns(novelty)).toMatchObject(novelty);
  });

  it.each(mappings.slice(0, 7))('leaves absent what is absent in %s', (_, toColumns) => {
    expect(toColumns({ id: '9' })).toStrictEqual({ id: '9' });
  });

  it.each(mappings.slice(0, 7))('leaves null what is null in %s', (name, toColumns) => {
    const record = Object.fromEntries(Object.keys(fixture(name)[0] ?? {}).map((key) => [key, null]));

    expect(toColumns(record)).toStrictEqual(record);
  });
});

describe('activity logs', () => {
  it('have ids as text', () => {
    const log = { id: 7, performed_by: { type: 'admin', id: 8 } };

    expect(activityLogColumns(log)).toEqual({ id: '7', performed_by: { type: 'admin', id: '8' } });
  });
});

describe('admins', () => {
  it('have their avatar as an object', () => {
    expect(adminColumns({ avatar: 'https://a.example/1.png' })).toEqual({
      avatar: { image_url: 'https://a.example/1.png' },
    });
  });

  it('keep an avatar that is an object already', () => {
    expect(adminColumns({ avatar: { image_url: 'x' } })).toEqual({ avatar: { image_url: 'x' } });
  });
});

describe('calls', () => {
  it('have their times in Unix seconds, whichever form the API gives them', () => {
    const iso = '2025-06-15T15:06:40.500Z';

    expect(callColumns({ created_at: 1_750_000_000, updated_at: iso, ended_at: '1750000000' })).toEqual({
      created_at: 1_750_000_000,
      updated_at: 1_750_000_000,
      ended_at: 1_750_000_000,
    });
  });

  it('keep what is no time', () => {
    expect(callColumns({ ended_at: 'soon' })).toEqual({ ended_at: 'soon' });
  });
});

describe('companies', () => {
  it('have the ids of their tags as text', () => {
    const company = { tags: { type: 'tag.list', tags: [{ id: 17 }, { id: '18' }] } };

    expect(companyColumns(company)).toEqual({ tags: { type: 'tag.list', tags: [{ id: '17' }, { id: '18' }] } });
  });
});

describe('company segments', () => {
  it('carry their company', () => {
    const row = companySegmentColumns({ id: 's1', updated_at: 3 }, { id: 'c1', updated_at: 9 });

    expect(row).toEqual({ id: 's1', updated_at: 3, company_id: 'c1', company_updated_at: 9 });
  });
});

describe('contacts', () => {
  it('have their owner as an integer', () => {
    expect(contactColumns({ owner_id: '814860' })).toEqual({ owner_id: 814860 });
  });

  it.each(['007', '9007199254740993', '1.5', 'x', ''])('keep the owner %j, which no integer could give back', (id) => {
    expect(contactColumns({ owner_id: id })).toEqual({ owner_id: id });
  });

  it("have their avatar's address", () => {
    expect(contactColumns({ avatar: { type: 'avatar', image_url: 'x' } })).toEqual({ avatar: 'x' });
    expect(contactColumns({ avatar: { type: 'avatar', image_url: null } })).toEqual({ avatar: null });
  });
});

describe('conversations', () => {
  it.each([
    ['none', 'not_priority'],
    ['low', 'not_priority'],
    ['medium', 'not_priority'],
    ['high', 'priority'],
    ['urgent', 'priority'],
  ])('of level %s are %s', (level, priority) => {
    expect(conversationColumns({ priority: level })).toEqual({ priority, priority_level: level });
  });

  it('keep a priority that is no level', () => {
    expect(conversationColumns({ priority: 'priority' })).toStrictEqual({ priority: 'priority' });
  });

  it('have null for nobody assigned', () => {
    expect(conversationColumns({ admin_assignee_id: 0, team_assignee_id: '0' })).toEqual({
      admin_assignee_id: null,
      team_assignee_id: null,
    });
  });

  it('have ids of teammates as integers', () => {
    const conversation = {
      admin_assignee_id: 5,
      team_assignee_id: '6',
      statistics: { last_closed_by_id: '7', count_reopens: 1 },
      conversation_rating: { rating: 5, teammate: { type: 'admin', id: '8' } },
    };

    expect(conversationColumns(conversation)).toEqual({
      admin_assignee_id: 5,
      team_assignee_id: 6,
      statistics: { last_closed_by_id: 7, count_reopens: 1 },
      conversation_rating: { rating: 5, teammate: { type: 'admin', id: 8 } },
    });
  });

  it('list their participants as admins, whichever name the API gives them', () => {
    const admins = [{ type: 'admin', id: '1' }];

    expect(conversationColumns({ teammates: { type: 'admin.list', teammates: admins } })).toStrictEqual({
      teammates: { type: 'admin.list', admins },
    });
    expect(conversationColumns({ teammates: { admins } })).toStrictEqual({ teammates: { admins } });
    expect(conversationColumns({ teammates: { admins, teammates: null } })).toStrictEqual({ teammates: { admins } });
  });

  it('have their company as companies have it', () => {
    expect(conversationColumns({ company: { tags: { tags: [{ id: 1 }] } } })).toEqual({
      company: { tags: { tags: [{ id: '1' }] } },
    });
  });
});

describe('conversation parts', () => {
  const conversation = { id: '515', created_at: 1, updated_at: 9, conversation_parts: { total_count: 3 } };

  it('carry their conversation', () => {
    expect(conversationPartColumns({ id: 1, updated_at: 5 }, conversation)).toEqual({
      id: '1',
      updated_at: 5,
      conversation_id: '515',
      conversation_created_at: 1,
      conversation_updated_at: 9,
      conversation_total_parts: 3,
    });
  });

  it('without updated_at have the time they were created', () => {
    expect(conversationPartColumns({ id: '1', created_at: 4, updated_at: null }, conversation)).toMatchObject({
      updated_at: 4,
    });
  });
});

describe('tickets', () => {
  it('have their state as text, its id and labels beside it', () => {
    const state = {
      type: 'ticket_state',
      id: '1',
      category: 'submitted',
      internal_label: 'New',
      external_label: 'Sent',
    };

    expect(ticketColumns({ ticket_state: state })).toStrictEqual({
      ticket_state: 'submitted',
      ticket_state_id: '1',
      ticket_state_internal_label: 'New',
      ticket_state_external_label: 'Sent',
    });
  });

  it('keep a state that is text already, and its labels', () => {
    const ticket = { ticket_state: 'submitted', ticket_state_internal_label: 'New' };

    expect(ticketColumns(ticket)).toStrictEqual(ticket);
  });

  it('have assignees as text, and null for nobody', () => {
    expect(ticketColumns({ admin_assignee_id: 5, team_assignee_id: 0 })).toEqual({
      admin_assignee_id: '5',
      team_assignee_id: null,
    });
  });

  it('have the ids of their parts as text', () => {
    expect(ticketColumns({ ticket_parts: { ticket_parts: [{ id: 189 }] } })).toEqual({
      ticket_parts: { ticket_parts: [{ id: '189' }] },
    });
  });
});
