import { describe, expect, it, vi } from 'vitest';
import { type BodyFormat, bodyShape } from '../../src/rows/message-bodies.ts';
import { ConversationParts } from '../../src/streams/conversations/conversation-parts.ts';
import { Conversations } from '../../src/streams/conversations/conversations.ts';
import { Tickets } from '../../src/streams/tickets/tickets.ts';

const html = '<p>Hello <b>Ada</b> &amp; all</p>';

/** The body that comes out, and the fields that could not be converted. */
function convert(body: unknown, format: BodyFormat = 'plain_text') {
  const misfits: string[] = [];
  const row = bodyShape({ bodies: ['body'] }, format)?.({ body }, (field) => misfits.push(field));
  return { body: row?.body, misfits };
}

describe('message bodies', () => {
  it('are left as Intercom sends them unless asked', () => {
    expect(bodyShape({ bodies: ['body'], subjects: ['subject'] }, 'html')).toBeUndefined();
  });

  it('cost nothing where a stream has none', () => {
    expect(bodyShape({ bodies: [] }, 'plain_text')).toBeUndefined();
  });

  it('become text', () => {
    expect(convert(html)).toEqual({ body: 'Hello Ada & all', misfits: [] });
  });

  it.each([null, undefined, 43])('stay as they are where there is no text but %j', (body) => {
    expect(convert(body)).toEqual({ body, misfits: [] });
  });

  it('become null when asked, which is no loss to tell of', () => {
    expect(convert(html, 'none')).toEqual({ body: null, misfits: [] });
  });

  it('a subject becomes text where it has markup, and stays as it is where it has none', () => {
    const shape = bodyShape({ bodies: [], subjects: ['subject'] }, 'plain_text');
    const converted = (subject: unknown) => shape?.({ subject }, () => {}).subject;

    expect(converted('<p>5 &lt; 6</p>')).toBe('5 < 6');
    for (const plain of ['5 < 6 &lt; 7', 'two\nlines', null, { id: '1' }]) expect(converted(plain)).toEqual(plain);
  });

  it.each([
    ['conversations', new Conversations(), { source: { body: html, url: 'x' } }],
    ['conversation_parts', new ConversationParts(), { id: '1', body: html }],
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
    ],
  ])('are left out of %s when asked, and nothing else is', (_name, { bodies }, row) => {
    const expected = JSON.parse(JSON.stringify(row).replaceAll(JSON.stringify(html), 'null'));

    expect(bodyShape({ bodies }, 'none')?.(row, () => {})).toEqual(expected);
  });
});

describe('HTML that no converter should meet', () => {
  const nested = (start: string, end: string, depth: number) =>
    `<p>Before</p>${start.repeat(depth)}deep <i>inside</i>${end.repeat(depth)}<p>After</p>`;
  const elements: readonly (readonly [string, string])[] = [
    ['<div>', '</div>'],
    ['<DIV class="a">', '</DIV>'],
    ['<ul><li>', '</li></ul>'],
    ['<table><tr><td>', '</td></tr></table>'],
    ['<blockquote>', '</blockquote>'],
    ['<b><i>', ''],
    ['<li><p>', ''],
  ];

  it.each(elements)('keeps the text in 20,000 nested %s', (start, end) => {
    const { body, misfits } = convert(nested(start, end, 20_000));

    expect(
      String(body)
        .replaceAll(/[\s>*]+/g, ' ')
        .trim(),
    ).toBe('Before deep inside After');
    expect(misfits).toEqual([]);
  });

  it('does not take many paragraphs, lines and list items for nested ones', () => {
    const lines = 1_000;
    const text = String(convert(`${'<p>a<br>b'.repeat(lines)}<ul>${'<li>c'.repeat(lines)}</ul><b>d</b>`).body);

    expect(text.match(/^ \* c$/gm)).toHaveLength(lines);
    expect(text.match(/^a\nb$/gm)).toHaveLength(lines);
  });

  it('nulls what overflows the converter all the same', () => {
    const { body, misfits } = convert('<div title="</div>">'.repeat(5_000));

    expect(body).toBeNull();
    expect(misfits).toEqual(['body']);
  });

  it('converts more than 16 MiB whole and writes nothing to stderr', () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const { body } = convert(`${'x'.repeat(17 * 1024 * 1024)} end`);

    expect(String(body).endsWith(' end')).toBe(true);
    expect(warn).not.toHaveBeenCalled();
  });
});
