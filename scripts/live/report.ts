import { isCounted } from './counts.ts';
import type { SearchFindings } from './search-check.ts';
import type { StreamTally } from './tally.ts';

/** All that a live check found out. */
export interface LiveCheck {
  readonly version: string;
  readonly days: number;
  readonly seconds: number;
  readonly warnings: number;
  readonly streams: ReadonlyMap<string, StreamTally>;
  readonly before: ReadonlyMap<string, number>;
  readonly after: ReadonlyMap<string, number>;
  readonly searches: readonly SearchFindings[];
}

/** What a maintainer has to look at, a sentence each; empty when the workspace is as the connector expects it. */
export function findingsOf({ streams, before, after, searches }: LiveCheck): readonly string[] {
  return [...streamFindings(streams, before, after), ...searches.flatMap(searchFindings)];
}

/** The report as Markdown. It holds no value, id or name of the workspace, so that it can be attached to an issue. */
export function toMarkdown(check: LiveCheck): string {
  const findings = findingsOf(check);
  return [
    `# Live check of source-intercom ${check.version}`,
    '',
    `Read ${check.streams.size} streams, ${check.days} days back, in ${check.seconds.toFixed(0)} s; ${check.warnings} warnings in the log. ` +
      'This report holds no values, ids or names.',
    '',
    '## Findings',
    '',
    ...(findings.length > 0 ? findings.map((finding) => `- ${finding}`) : ['None.']),
    '',
    '## Rows and counts',
    '',
    ...table(
      ['stream', 'rows', 'keys', 'counted before', 'after', 'end', 'calls', 'seconds'],
      [...check.streams].map(([name, tally]) => rowOf(shownName(name, check), name, tally, check)),
    ),
    '',
    '## Searches',
    '',
    ...table(
      ['stream', 'records looked at', 'ascending', 'descending', 'counted, came', '`=` compares', '`>`'],
      check.searches.map(searchRow),
    ),
    '',
    '## Fields',
    '',
    ...fieldLines(check),
    '',
  ].join('\n');
}

function rowOf(shown: string, name: string, tally: StreamTally, { before, after }: LiveCheck): readonly string[] {
  const seconds = ((tally.endedMs ?? 0) - (tally.startedMs ?? 0)) / 1000;
  const counts = [before.get(name), after.get(name)].map((count) => (count === undefined ? '' : String(count)));
  const end = tally.failure === undefined ? tally.status : `${tally.status}, ${tally.failure}`;
  return [shown, String(tally.rows), String(tally.keys.size), ...counts, end, tally.calls ?? '', seconds.toFixed(1)];
}

function searchRow(found: SearchFindings): readonly string[] {
  const { stream, sampled, isAscendingKept, isDescendingKept, counted, semantics } = found;
  const order = (isKept: boolean) => (isKept ? 'kept' : 'NOT kept');
  const rules = (list: readonly string[] | undefined) =>
    list === undefined ? 'not told by these records' : list.join('; or ') || 'by a rule that is not known';
  return [
    stream,
    String(sampled),
    order(isAscendingKept),
    order(isDescendingKept),
    counted === undefined ? 'not read to the end' : `${counted.total}, ${counted.received}`,
    rules(semantics?.equal),
    rules(semantics?.greater),
  ];
}

function streamFindings(
  streams: ReadonlyMap<string, StreamTally>,
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): readonly string[] {
  return [...streams].flatMap(([stream, { rows, keys, status, failure, notes }]) => {
    const name = isOwn(stream) ? 'a stream of custom objects' : stream;
    const [first, second] = [before.get(stream), after.get(stream)];
    const isWrong = first !== undefined && second !== undefined && !isCounted(keys.size, first, second);
    return [
      ...(status === 'COMPLETE'
        ? []
        : [`${name} did not end COMPLETE${failure === undefined ? '' : ` (${failure})`}.`]),
      ...(isWrong && status === 'COMPLETE'
        ? [`${name}: ${keys.size} rows came, but Intercom counts ${first} and then ${second}.`]
        : []),
      ...(rows === keys.size ? [] : [`${name}: ${rows - keys.size} rows came more than once.`]),
      ...(notes.undeclared.size > 0
        ? [`${name}: ${notes.undeclared.size} fields that the schema does not declare.`]
        : []),
      ...(notes.mistyped.size > 0 ? [`${name}: ${notes.mistyped.size} fields of another type than declared.`] : []),
    ];
  });
}

/** Contact search may compare days of either kind or seconds: the connector's query is right for all three. */
function searchFindings({ stream, isAscendingKept, isDescendingKept, counted, semantics }: SearchFindings) {
  const isKnown =
    semantics === undefined ||
    (stream === 'contacts' ? semantics.equal.length > 0 : semantics.equal.includes('seconds'));
  return [
    ...(isAscendingKept ? [] : [`The search of ${stream} did not keep ascending order.`]),
    ...(isDescendingKept ? [] : [`The search of ${stream} did not keep descending order.`]),
    ...(counted === undefined || counted.total === counted.received
      ? []
      : [`The search of ${stream} counts ${counted.total} records, and brings ${counted.received}.`]),
    ...(isKnown ? [] : [`The search of ${stream} compares times by a rule that the connector does not expect.`]),
    ...(semantics === undefined || semantics.greater.length > 0
      ? []
      : [`The search of ${stream} answers ">" by a rule that the connector does not expect.`]),
  ];
}

function fieldLines({ streams }: LiveCheck): readonly string[] {
  const lines = [...streams].flatMap(([name, { notes }]) =>
    [...notes.undeclared, ...notes.mistyped].map(([path, found]) => [
      isOwn(name) ? 'custom object' : name,
      path,
      [...found].toSorted().join(', '),
    ]),
  );
  return lines.length === 0
    ? ['All fields are as the schemas declare them.']
    : table(['stream', 'field', 'found'], lines);
}

/** The names of custom objects are the workspace's own. */
function shownName(name: string, { streams }: LiveCheck): string {
  if (!isOwn(name)) return name;
  return `custom object ${[...streams.keys()].filter(isOwn).indexOf(name) + 1}`;
}

function isOwn(stream: string): boolean {
  return stream.startsWith('custom_object_');
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}
