import { type Column, tableLines } from './columns.ts';
import { count, counted, duration } from './format.ts';
import type { ReadView, Standing, StreamView } from './read-view.ts';
import type { Colors } from './screen.ts';

/**
 * How a read has ended: a line for each stream, and the totals. `width` is that of a terminal; undefined for lines of any
 * length. Where a terminal cuts reasons off, each comes once more in full.
 */
export function summaryLines(view: ReadView, colors: Colors, width = Number.POSITIVE_INFINITY): readonly string[] {
  const [titles = '', ...lines] = tableLines(view.streams, columnsOf(colors), {
    width,
    dispensable: ['calls', 'time'],
  });
  const cutOff = Number.isFinite(width) ? reasons(view.streams, colors) : [];
  return ['', colors.dim(titles), ...lines, ...cutOff, '', totals(view)];
}

const STATUS: Readonly<Partial<Record<Standing, string>>> = {
  complete: 'COMPLETE',
  incomplete: 'INCOMPLETE',
};

function columnsOf(colors: Colors): readonly Column<StreamView>[] {
  const paint = (standing: Standing) => {
    const word = STATUS[standing] ?? 'STOPPED';
    if (standing === 'complete') return colors.green(word);
    return standing === 'incomplete' ? colors.red(word) : colors.yellow(word);
  };
  return [
    { title: 'stream', cell: ({ name }) => name },
    { title: 'status', cell: ({ standing }) => paint(standing) },
    { title: 'records', align: 'right', cell: ({ records }) => count(records) },
    { title: 'calls', align: 'right', cell: ({ calls }) => count(calls) },
    { title: 'time', align: 'right', cell: ({ tookMs }) => duration(tookMs) },
    { title: '', cell: ({ standing, note }) => (standing === 'complete' ? '' : (note ?? '')) },
  ];
}

/** Each reason once: many streams may have the same one. */
function reasons(streams: readonly StreamView[], colors: Colors): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { name, standing, note } of streams) {
    if (standing === 'incomplete' && note !== undefined) byReason.set(note, [...(byReason.get(note) ?? []), name]);
  }
  const lines = [...byReason].map(([reason, names]) => `${colors.red('INCOMPLETE')} ${names.join(', ')}: ${reason}`);
  return lines.length === 0 ? [] : ['', ...lines];
}

function totals({ streams, calls, tookMs }: ReadView): string {
  const complete = streams.filter(({ standing }) => standing === 'complete').length;
  const records = streams.reduce((sum, stream) => sum + stream.records, 0);
  return `${complete} of ${counted(streams.length, 'stream')} COMPLETE: ${counted(records, 'record')}, ${counted(calls, 'call')}, ${duration(tookMs)}`;
}
