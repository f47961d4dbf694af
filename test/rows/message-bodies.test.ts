import { describe, expect, it } from 'vitest';
import { bodyConverter } from '../../src/rows/message-bodies.ts';
import { ConversationParts } from '../../src/streams/conversations/conversation-parts.ts';
import { Conversations } from '../../src/streams/conversations/conversations.ts';
import { Tickets } from '../../src/streams/tickets/tickets.ts';

describe('message bodies', () => {
  const html = '<p>Hello <b>Ada</b> &amp; all</p>';

  it('are left as Intercom sends them unless asked', () => {
    expect(bodyConverter('html')).toBeUndefined();
  });

  it('become text', () => {
    expect(bodyConverter('plain_text')?.(html)).toBe('Hello Ada & all');
  });

  it('stay null where there is none', () => {
    expect(bodyConverter('plain_text')?.(null)).toBeNull();
  });

  it.each([
    [
      'conversations',
      new Conversations(),
      { source: { body: html, subject: 'x' } },
      { source: { body: null, subject: 'x' } },
    ],
    ['conversation_parts', new ConversationParts(), { id: '1', body: html }, { id: '1', body: null }],
    [
      'tickets',
      new Tickets(),
      {
        ticket_parts: {
          ticket_parts: [
            { id: '1', body: html },
            { id: '2', body: null },
          ],
        },
      },
      {
        ticket_parts: {
          ticket_parts: [
            { id: '1', body: null },
            { id: '2', body: null },
          ],
        },
      },
    ],
  ])('are left out of %s when asked', (_name, stream, row, expected) => {
    const convert = bodyConverter('none') ?? ((body) => body);
    expect(stream.convertBodies(row, convert)).toEqual(expected);
  });
});
