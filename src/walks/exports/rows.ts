import { createHash } from 'node:crypto';
import { concernsOneCall } from '../../errors.ts';
import { type Body, fileIn, isGone } from '../../intercom/api.ts';
import { incompleteAnswer } from '../../intercom/incomplete-answer.ts';
import type { Lease } from '../../intercom/pace/memory-budget.ts';
import { type Sleep, sleep } from '../../intercom/pace/time.ts';
import type { Job } from '../../progress/progress.ts';
import type { WalkContext } from '../walk.ts';
import { linesOf } from './csv.ts';
import type { Export, Table } from './export.ts';
import { unpack } from './unpack.ts';

/** Some rows of a job's file, and the job as it is once they are written. */
export interface Batch {
  readonly records: readonly Body[];
  readonly job: Required<Job>;
  readonly lease: Lease;
}

/** Of the rows of a batch, whichever is reached first. */
const MOST_ROWS = 2_000;
const MOST_CHARACTERS = 1024 * 1024;
/** After this many failed downloads in a row without a further row the read fails. */
const ATTEMPTS = 6;
const LONGEST_WAIT_MS = 60_000;

/**
 * The rows of a job's file, from those on that have been written before; `false` in the end where Intercom does not have
 * the file any more. A download that breaks off is begun again, up to five times in a row without a further row: the
 * file stays the same, so its rows are counted and those that came are left out. Where it is another file after all, it
 * is read from its beginning, up to five times.
 */
export async function* rowsOf(
  source: Export,
  job: Job,
  context: WalkContext,
  { sleep: wait = sleep }: { readonly sleep?: Sleep },
): AsyncGenerator<Batch, boolean> {
  let current: Job = job;
  for (let [failures, otherFiles] = [0, 0]; ; ) {
    const lease = context.lease();
    const answer = await context.api.send(source.download(job.id), lease).catch(undefinedIfGone);
    if (answer === undefined) return false;
    const before = current.read?.rows ?? 0;
    try {
      for await (const batch of batchesOf(fileIn(answer), source, current, context)) {
        current = batch.job;
        yield batch;
      }
      return true;
    } catch (error) {
      const failure = asFailure(error);
      if (failure instanceof OtherFile) {
        const { read: _, ...whole } = current;
        current = whole;
        otherFiles += 1;
      }
      failures = (current.read?.rows ?? 0) > before ? 1 : failures + 1;
      if (otherFiles === ATTEMPTS) throw incompleteAnswer('another file with each download of an export');
      if (failures === ATTEMPTS) throw failure;
      context.info(`${lease.walk}: the download of an export broke off and begins again. ${failure.message}`);
      await wait(Math.min(LONGEST_WAIT_MS, 1_000 * 3 ** (failures - 1)), context.signal);
    }
  }
}

function undefinedIfGone(error: unknown): undefined {
  if (isGone(error)) return undefined;
  throw error;
}

async function* batchesOf(
  download: AsyncIterable<Uint8Array>,
  source: Export,
  job: Job,
  context: WalkContext,
): AsyncGenerator<Batch> {
  const skipped = job.read?.rows ?? 0;
  let rows = 0;
  let records: Body[] = [];
  let characters = 0;
  let last: readonly string[] = [];
  const batch = (): Batch => {
    const lease = context.lease();
    lease.add(characters);
    const full = { records, lease, job: { ...job, read: { rows, last: lineDigest(last) } } };
    records = [];
    characters = 0;
    return full;
  };
  for await (const { line, table } of tableLines(download, source)) {
    rows += 1;
    if (rows === skipped && lineDigest(line) !== job.read?.last) throw new OtherFile();
    if (rows <= skipped) continue;
    last = line;
    records.push(table(line));
    for (const field of line) characters += field.length;
    if (records.length >= MOST_ROWS || characters >= MOST_CHARACTERS) yield batch();
  }
  if (rows < skipped) throw new OtherFile();
  if (records.length > 0) yield batch();
}

interface TableLine {
  readonly line: readonly string[];
  readonly table: Table;
}

/** The lines of all files that are tables of this export, without their headers. */
async function* tableLines(download: AsyncIterable<Uint8Array>, source: Export): AsyncGenerator<TableLine> {
  for await (const { name, bytes } of unpack(download)) {
    let header: readonly string[] | undefined;
    let table: Table | undefined;
    for await (const line of linesOf(bytes)) {
      if (header === undefined) {
        header = line;
        table = source.table(header, name);
      } else if (table !== undefined) {
        if (line.length !== header.length) throw incompleteAnswer('an export whose lines have different lengths');
        yield { line, table };
      }
    }
  }
}

/** The file of a job is another one than before: nothing can be left out of it. */
class OtherFile extends Error {
  constructor() {
    super('The file is another one than before.');
  }
}

function lineDigest(line: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(line)).digest('base64url').slice(0, 16);
}

/** The failure of a download that another one may be free of; throws any other error. */
function asFailure(error: unknown): Error {
  if (error instanceof OtherFile || concernsOneCall(error)) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^(Z_|CSV_)/.test(code)) return incompleteAnswer('an export file that is damaged or ends too early');
  throw error;
}
