import fc from 'fast-check';

/** JSON text, for what values can't say: numbers beyond range, keys that come twice, text that is no JSON. */
export type Text = string;

const DEEP = 10_000;

/** Values that no input has where they are put; each is valid JSON. */
const odd: readonly Text[] = [
  ...[
    'null',
    'true',
    'false',
    '0',
    '-0',
    '-1',
    '1.5',
    '1000000',
    '9007199254740993',
    '1e308',
    '-1e308',
    '1e400',
    '1e-9',
  ],
  ...[
    '""',
    '" "',
    '"NaN"',
    '"Infinity"',
    '"-5"',
    '"0x10"',
    '"1e3"',
    '"2024-02-31T00:00:00Z"',
    '"2024-01-31T00:00:00Z"',
  ],
  ...[
    '"\\ud800"',
    '"\\u0000"',
    '"\\n"',
    '"__proto__"',
    '"constructor"',
    '"../../me"',
    '"full_refresh"',
    '"incremental"',
  ],
  ...['[]', '{}', '[[]]', '[{}]', '[null]', '{"a":1,"a":2}', '{"__proto__":{"access_token":"polluted"}}'],
  ...['{"constructor":{"prototype":{"polluted":1}}}', '{"toString":1,"hasOwnProperty":2,"then":3,"length":-1}'],
  ...['[1,"2",{"3":[]}]', `"${'x'.repeat(100_000)}"`, `[${'0,'.repeat(20_000)}0]`],
  '['.repeat(DEEP) + ']'.repeat(DEEP),
  `${'{"state":'.repeat(DEEP)}{}${'}'.repeat(DEEP)}`,
  `${'{"prior_state":'.repeat(DEEP)}{}${'}'.repeat(DEEP)}`,
];

export const oddText: fc.Arbitrary<Text> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...odd) },
  { weight: 1, arbitrary: fc.json() },
);

const oddKeys = [
  '__proto__',
  'constructor',
  'toString',
  '',
  ' ',
  'ACCESS_TOKEN',
  '\ud800',
  'type',
  'stream',
  'state',
  'data',
];

/** Text that is not JSON at all, or only by a hair. */
export const brokenText: fc.Arbitrary<Text> = fc.oneof(
  fc.constantFrom(
    'NaN',
    'undefined',
    "{'a':1}",
    '{"a":1,}',
    '{"a":NaN}',
    '{a:1}',
    '{"a":1}{"b":2}',
    '// {}',
    '{"a":\n',
    '"',
  ),
  fc.string({ unit: 'binary' }),
);

/** `valid` with one thing changed anywhere in it: a value, a key, a part left out, added or given twice. */
export function mutationOf(valid: unknown): fc.Arbitrary<Text> {
  const paths = pathsIn(valid);
  const change = fc.record({
    path: fc.constantFrom(...paths),
    kind: fc.constantFrom('value', 'value', 'value', 'without', 'rename', 'add', 'twice'),
    key: fc.constantFrom(...oddKeys),
    text: oddText,
  });
  return change.map((chosen) => mutated(valid, chosen.path, chosen));
}

/** Each single change of `valid`: every odd value in every place, every part left out, renamed or given twice. */
export function* mutationsOf(valid: unknown): Generator<Text> {
  for (const path of pathsIn(valid)) {
    for (const text of odd) yield mutated(valid, path, { kind: 'value', key: '', text });
    if (path.length === 0) continue;
    for (const kind of ['without', 'twice']) yield mutated(valid, path, { kind, key: '', text: 'null' });
    for (const key of oddKeys.slice(0, 3)) {
      yield mutated(valid, path, { kind: 'rename', key, text: '' });
      yield mutated(valid, path, { kind: 'add', key, text: '{"a":1}' });
    }
  }
}

type Path = readonly (string | number)[];

interface Change {
  readonly kind: string;
  readonly key: string;
  readonly text: Text;
}

function pathsIn(value: unknown, path: Path = []): Path[] {
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : isObject(value)
      ? Object.entries(value)
      : [];
  return [path, ...entries.flatMap(([key, member]) => pathsIn(member, [...path, key]))];
}

function mutated(value: unknown, [head, ...rest]: Path, change: Change): Text {
  if (head === undefined) return change.text;
  if (Array.isArray(value)) {
    const members = value.map((member, index) =>
      index === head ? mutated(member, rest, change) : JSON.stringify(member),
    );
    if (rest.length === 0 && change.kind === 'without') members.splice(Number(head), 1);
    if (rest.length === 0 && change.kind === 'twice') members.push(JSON.stringify(value[Number(head)]));
    return `[${members.join(',')}]`;
  }
  const members = Object.entries(Object(value)).flatMap(([key, member]) => {
    const plain = `${JSON.stringify(key)}:${JSON.stringify(member)}`;
    if (key !== head) return [plain];
    if (rest.length > 0) return [`${JSON.stringify(key)}:${mutated(member, rest, change)}`];
    return changedMember(key, plain, member, change);
  });
  return `{${members.join(',')}}`;
}

function changedMember(key: string, plain: Text, member: unknown, change: Change): Text[] {
  const odd = JSON.stringify(change.key);
  switch (change.kind) {
    case 'without':
      return [];
    case 'rename':
      return [`${odd}:${JSON.stringify(member)}`];
    case 'add':
      return [plain, `${odd}:${change.text}`];
    case 'twice':
      return [plain, `${JSON.stringify(key)}:${change.text}`];
    default:
      return [`${JSON.stringify(key)}:${change.text}`];
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
