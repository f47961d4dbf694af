import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { parseState } from '../../src/airbyte/state.ts';
import { ConnectorError } from '../../src/errors.ts';

const contacts = { stream_descriptor: { name: 'contacts' }, stream_state: { updated_at: '1750000000' } };
const parsed = new Map([['contacts', { updated_at: '1750000000' }]]);

describe('parseState', () => {
  it.each([undefined, null, [], {}, [{}], [{ type: 'LEGACY', data: {} }], { type: 'STREAM' }])(
    'R32: %j is no state',
    (state) => {
      const warn = vi.fn();
      expect(parseState(state, warn)).toEqual(new Map());
      expect(warn).not.toHaveBeenCalled();
    },
  );

  it.each([
    ['a list of messages', [{ type: 'STREAM', stream: contacts }]],
    ['a single message', { type: 'STREAM', stream: contacts }],
    ['a message with its outer envelope', [{ type: 'STATE', state: { type: 'STREAM', stream: contacts } }]],
    [
      "PyAirbyte's nulls",
      [{ type: 'STREAM', stream: contacts, global_: null, data: null, sourceStats: null, destinationStats: null }],
    ],
    [
      'an entry with extras and a null namespace',
      [{ id: 5, type: 'STREAM', stream: { ...contacts, stream_descriptor: { name: 'contacts', namespace: null } } }],
    ],
    ['a GLOBAL state', [{ type: 'GLOBAL', global: { shared_state: null, stream_states: [contacts] } }]],
    ["PyAirbyte's GLOBAL state", { type: 'GLOBAL', global_: { stream_states: [contacts] }, stream: null }],
    ['a LEGACY state', [{ type: 'LEGACY', data: { contacts: contacts.stream_state } }]],
    ['a LEGACY state without type', { data: { contacts: contacts.stream_state } }],
    ['a LEGACY state of null type', [{ type: null, data: { contacts: contacts.stream_state } }]],
    ['a bare map', { contacts: contacts.stream_state, tags: {}, teams: null }],
  ])('R33: reads %s', (_name, state) => {
    expect(parseState(state)).toEqual(parsed);
  });

  it('R34: leaves out null, absent and empty states, and keeps those of unknown streams', () => {
    const entry = (name: string, stream_state?: unknown) => ({ stream: { stream_descriptor: { name }, stream_state } });
    const state = [entry('a', null), entry('b'), entry('c', {}), entry('gone', { x: 1 })];
    expect(parseState(state)).toEqual(new Map([['gone', { x: 1 }]]));
  });

  it('R34: warns of a state that is no object, and starts that stream afresh', () => {
    const warnings: string[] = [];
    const state = parseState({ contacts: 5, tags: { a: 1 } }, (message) => warnings.push(message));
    expect(state).toEqual(new Map([['tags', { a: 1 }]]));
    expect(warnings).toEqual([expect.stringContaining('contacts')]);
  });

  it.each([5, 'state', true])('R35: refuses %j', (state) => {
    expect(() => parseState(state)).toThrow(ConnectorError);
  });

  it('keeps a stream named __proto__ apart from the prototype', () => {
    const state = parseState(JSON.parse('{"__proto__":{"a":1},"constructor":{"b":2}}'));
    expect([...state.keys()]).toEqual(['__proto__', 'constructor']);
    expect(Reflect.get({}, 'a')).toBeUndefined();
  });

  it('stands deep nesting and huge numbers', () => {
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    const state = parseState(JSON.parse(`{"contacts":{"deep":${deep},"huge":1e999}}`));
    expect(state.get('contacts')).toMatchObject({ huge: Number.POSITIVE_INFINITY });
    expect(parseState(JSON.parse(deep))).toEqual(new Map());
  });

  it('property: any JSON is either states or a ConnectorError', () => {
    const keys = fc.constantFrom(
      'type',
      'stream',
      'global',
      'data',
      'state',
      'stream_states',
      'stream_descriptor',
      'name',
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue(),
        fc.dictionary(keys, tie('tree'), { maxKeys: 4 }),
        fc.array(tie('tree'), { maxLength: 3 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (state) => {
        try {
          for (const streamState of parseState(state).values()) expect(typeof streamState).toBe('object');
        } catch (error) {
          expect(error).toBeInstanceOf(ConnectorError);
        }
      }),
    );
  });
});
