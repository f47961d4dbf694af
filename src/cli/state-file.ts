import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { isObject, type JsonObject } from '../json.ts';
import { parseJson, readTextFile } from './json-file.ts';

/**
 * The saved states in a file, for `parseState`. It may hold one JSON value, or the messages that a read printed, one on
 * each line: its whole output of any size, or the STATE lines of it. Of several states of a stream the last one counts.
 * A blank file is null. A last line that is cut off, as a killed read leaves it, is left out. Rejects with a
 * `config_error` that names option, path and position, never the content.
 */
export async function readStateFile(option: string, path: string): Promise<unknown> {
  const refuse = (text: string, line: number) => parseJson(option, path, text, line);
  const isCut = await lacksLineEnd(path);
  if (isCut !== undefined) {
    const printed = await printedStates(linesOf(path), isCut, refuse).catch((error: unknown) => {
      // Reading it as a whole says that it is too large.
      if (!(error instanceof LineTooLong)) throw error;
    });
    if (printed !== undefined) return printed;
  }
  const text = await readTextFile(option, path);
  if (text.trim() === '') return null;
  return (await printedStates(text.split('\n'), !text.endsWith('\n'), refuse)) ?? parseJson(option, path, text);
}

/**
 * Whether the last line of a file has no end. Undefined for a pipe, which opening would wait for, and for what can't be
 * opened: reading it as a whole says why.
 */
async function lacksLineEnd(path: string): Promise<boolean | undefined> {
  try {
    const stats = await stat(path);
    if (!stats.isFile()) return undefined;
    const file = await open(path);
    const { buffer, bytesRead } = await file
      .read({ buffer: Buffer.alloc(1), position: Math.max(0, stats.size - 1) })
      .finally(() => file.close());
    return bytesRead > 0 && buffer.toString() !== '\n';
  } catch {
    return undefined;
  }
}

/** No message is longer. A file with a longer line is no output of a read. */
const LONGEST_LINE = 32 * 1024 * 1024;

/** Throws {@link LineTooLong}. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1024 * 1024 })) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > LONGEST_LINE) throw new LineTooLong();
  }
  yield rest;
}

class LineTooLong extends Error {}

/** The states among messages, a line each; undefined for a text in another form. `refuse` throws for a line that is no JSON. */
async function printedStates(
  lines: AsyncIterable<string> | Iterable<string>,
  lastIsCut: boolean,
  refuse: (text: string, line: number) => Promise<unknown>,
): Promise<readonly JsonObject[] | undefined> {
  const states = new Map<unknown, JsonObject>();
  let messages = 0;
  let number = 0;
  let broken: { readonly text: string; readonly line: number } | undefined;
  for await (const line of lines) {
    number += 1;
    const text = line.trim();
    if (text === '') continue;
    if (broken !== undefined) await refuse(broken.text, broken.line);
    messages += 1;
    if (messages > 1 && text.startsWith(RECORD)) continue;
    const message = parsed(text);
    if (isObject(message)) keep(message, number, states);
    else if (messages === 1) return undefined;
    else broken = { text, line: number };
  }
  if (broken !== undefined && !lastIsCut) await refuse(broken.text, broken.line);
  return messages > 1 ? [...states.values()] : undefined;
}

/** How the line of a record begins. Records are nearly all of a read's output, and parsing them takes long. */
const RECORD = '{"type":"RECORD"';
const WITHOUT_STATE: ReadonlySet<unknown> = new Set(['RECORD', 'LOG', 'TRACE', 'CONTROL']);

/** Keeps the last state of each stream, in the order of the file. */
function keep(message: JsonObject, line: number, states: Map<unknown, JsonObject>): void {
  if (WITHOUT_STATE.has(message.type)) return;
  const key = streamOf(message) ?? line;
  states.delete(key);
  states.set(key, message);
}

function streamOf(message: JsonObject): unknown {
  const { stream } = isObject(message.state) ? message.state : message;
  return isObject(stream) && isObject(stream.stream_descriptor) ? stream.stream_descriptor.name : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
