import cliTruncate from 'cli-truncate';
import { type Column, tableLines } from './columns.ts';
import { count, counted, duration, percent, roughly, timeLeft } from './format.ts';
import { hasEnded, type ReadView, type Standing, type StreamView } from './read-view.ts';
import type { Colors, Size } from './screen.ts';

/**
 * A running read as a table that fits the screen with a row to spare. Where there are more streams than rows, those that
 * are being read come first, and the last line counts the others.
 */
export function liveTable(view: ReadView, { columns: width, rows }: Size, colors: Colors): readonly string[] {
  const head = headLines(view).map((line) => cliTruncate(line, width));
  const room = Math.max(1, rows - 1 - head.length - TITLE_LINES);
  const { shown, left } = choose(view.streams, room);
  const [titles = '', ...lines] = tableLines(shown, columnsOf(colors, width), { width, dispensable: LEAST_NEEDED });
  const rest = left.length === 0 ? [] : [cliTruncate(`+${left.length} more: ${tally(left)}`, width)];
  return [...head.map(colors.bold), colors.dim(titles), ...lines, ...rest.map(colors.dim)];
}

const TITLE_LINES = 1;
/** The columns that a narrow screen leaves out, in this order. */
const LEAST_NEEDED = ['calls', 'time', 'progress', 'left'];

function headLines({ streams, calls, tookMs, leftMs, limitShare, waitsFor }: ReadView): readonly string[] {
  const ended = streams.filter(hasEnded).length;
  const parts = [
    `${ended} of ${counted(streams.length, 'stream')} ended`,
    `${duration(tookMs)} gone`,
    leftMs === undefined ? undefined : timeLeft(leftMs),
    counted(calls, 'call'),
    limitShare === undefined ? undefined : `${percent(limitShare)} of the rate limit`,
  ];
  const line = parts.filter((part) => part !== undefined).join(' · ');
  return waitsFor === undefined ? [line] : [line, `All streams wait for ${waitsFor}.`];
}

function choose(streams: readonly StreamView[], room: number) {
  if (streams.length <= room) return { shown: streams, left: [] };
  const byActivity = streams.toSorted(
    (one, other) => RANK[one.standing] - RANK[other.standing] || other.calls - one.calls,
  );
  return { shown: byActivity.slice(0, room - 1), left: byActivity.slice(room - 1) };
}

const RANK: Readonly<Record<Standing, number>> = {
  reading: 0,
  retrying: 0,
  limited: 0,
  incomplete: 1,
  stopped: 1,
  waiting: 2,
  complete: 3,
};

const WORD: Readonly<Record<Standing, string>> = {
  waiting: 'waiting',
  reading: 'reading',
  limited: 'waiting for the rate limit',
  retrying: 'trying again',
  complete: 'done',
  incomplete: 'incomplete',
  stopped: 'stopped',
};

function tally(streams: readonly StreamView[]): string {
  const counts = new Map<string, number>();
  for (const { standing } of streams) counts.set(WORD[standing], (counts.get(WORD[standing]) ?? 0) + 1);
  return [...counts].map(([word, number]) => `${number} ${word}`).join(', ');
}

function columnsOf(colors: Colors, width: number): readonly Column<StreamView>[] {
  const barWidth = width >= 110 ? 24 : 12;
  const paint = painterOf(colors);
  return [
    { title: 'stream', cell: ({ name, standing }) => `${paint(standing)(SIGN[standing])} ${name}` },
    { title: 'records', align: 'right', cell: ({ records }) => count(records) },
    { title: 'progress', cell: ({ done, standing }) => bar(done, standing, barWidth, colors) },
    { title: 'calls', align: 'right', cell: ({ calls }) => count(calls) },
    { title: 'time', align: 'right', cell: ({ tookMs, standing }) => (standing === 'waiting' ? '' : duration(tookMs)) },
    { title: 'left', align: 'right', cell: ({ leftMs }) => (leftMs === undefined ? '' : roughly(leftMs)) },
    { title: '', cell: ({ standing, note }) => paint(standing)(note ?? WORD[standing]) },
  ];
}

const SIGN: Readonly<Record<Standing, string>> = {
  waiting: '·',
  reading: '▸',
  limited: '‖',
  retrying: '↻',
  complete: '✓',
  incomplete: '✗',
  stopped: '■',
};

function painterOf(colors: Colors): (standing: Standing) => (text: string) => string {
  const painters = {
    waiting: colors.dim,
    reading: colors.cyan,
    limited: colors.yellow,
    retrying: colors.yellow,
    complete: colors.green,
    incomplete: colors.red,
    stopped: colors.yellow,
  };
  return (standing) => painters[standing];
}

/** Empty where the total is not known. */
function bar(done: number | undefined, standing: Standing, width: number, colors: Colors): string {
  if (standing === 'complete') return `${colors.green('━'.repeat(width))} 100 %`;
  if (done === undefined) return '';
  const filled = Math.min(width, Math.floor(done * width));
  return `${colors.cyan('━'.repeat(filled))}${colors.dim('─'.repeat(width - filled))} ${percent(done).padStart(5)}`;
}
