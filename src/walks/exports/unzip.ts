import { crc32, createInflateRaw } from 'node:zlib';
import { incompleteAnswer } from '../../intercom/incomplete-answer.ts';
import { type ByteReader, cutOff } from './byte-reader.ts';

/** A file in a download. */
export interface PackedFile {
  /** Undefined where the download is the file itself. */
  readonly name: string | undefined;
  readonly bytes: AsyncIterable<Buffer>;
}

const LOCAL_FILE = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
/** What follows the files: their directory, or its end. */
const DIRECTORY: ReadonlySet<number> = new Set([0x02014b50, 0x06054b50, 0x06064b50, 0x08064b50]);
const END_OF_DIRECTORY = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const END_LENGTH = 22;
/** The longest comment at the end of an archive. */
const LONGEST_COMMENT = 0xffff;
const LONGEST_DESCRIPTOR = 24;
const STORED = 0;
const DEFLATED = 8;
const UNKNOWN_LENGTH = 0xffffffff;

/**
 * The files of a zip archive as it arrives, one after the other; each has to be read to its end before the next. Only what
 * stands before each file is read of the archive's directories, so that nothing is held. Throws where the archive is cut
 * off or damaged.
 *
 * Libraries that unzip a stream look for the signature after a file of unknown length, which may also be a part of its
 * data. Here the end of the compressed data is where the decompression ends.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export async function* unzip(source: ByteReader): AsyncGenerator<PackedFile> {
  for (;;) {
    const start = await source.peek(4);
    if (start.length < 4) throw cutOff();
    const signature = start.readUInt32LE();
    if (signature !== LOCAL_FILE) {
      if (!DIRECTORY.has(signature)) throw damaged();
      return checkEnd(source);
    }
    const entry = await readEntry(source);
    const bytes = contentOf(entry, source);
    yield { name: entry.name, bytes };
    for await (const _ of bytes);
  }
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly length: number;
  /** Checksum and lengths come after the data. */
  readonly hasDescriptor: boolean;
}

async function readEntry(source: ByteReader): Promise<Entry> {
  const header = await source.take(30);
  const flags = header.readUInt16LE(6);
  const name = await source.take(header.readUInt16LE(26));
  await source.take(header.readUInt16LE(28));
  if ((flags & 1) !== 0) throw incompleteAnswer('an export file that is encrypted');
  return {
    name: name.toString(),
    method: header.readUInt16LE(8),
    crc: header.readUInt32LE(14),
    length: header.readUInt32LE(18),
    hasDescriptor: (flags & 8) !== 0,
  };
}

async function* contentOf(entry: Entry, source: ByteReader): AsyncGenerator<Buffer> {
  let crc = 0;
  for await (const chunk of plainOf(entry, source)) {
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (crc !== (entry.hasDescriptor ? await readDescriptor(source) : entry.crc)) throw damaged();
}

function plainOf({ method, length, hasDescriptor }: Entry, source: ByteReader): AsyncIterable<Buffer> {
  if (method === DEFLATED) return inflate(source);
  if (method === STORED && !hasDescriptor && length !== UNKNOWN_LENGTH) return takeStored(length, source);
  throw incompleteAnswer('an export file that is packed in an unknown way');
}

async function* takeStored(length: number, source: ByteReader): AsyncGenerator<Buffer> {
  for (let left = length; left > 0; ) {
    const chunk = await source.chunk();
    if (chunk === undefined) throw cutOff();
    source.giveBack(chunk.subarray(left));
    const part = chunk.subarray(0, left);
    left -= part.length;
    yield part;
  }
}

/** Takes the compressed data to its end, and no byte more. */
async function* inflate(source: ByteReader): AsyncGenerator<Buffer> {
  const inflater = createInflateRaw();
  let current: Buffer = Buffer.alloc(0);
  let fed = 0;
  const feed = async () => {
    for (;;) {
      const chunk = await source.chunk();
      if (chunk === undefined) throw cutOff();
      current = chunk;
      // Some versions of Node.js do not call back for the chunk in which the data ends.
      await new Promise<void>((resolve, reject) => {
        inflater.write(chunk, (error) => (error ? reject(error) : resolve()));
      });
      if (inflater.bytesWritten < fed + chunk.length) return;
      fed += chunk.length;
    }
  };
  feed().catch((error: Error) => inflater.destroy(error));
  yield* inflater as AsyncIterable<Buffer>;
  source.giveBack(current.subarray(inflater.bytesWritten - fed));
}

/**
 * The checksum after a file's data. Whether a signature stands before it is optional, and each of the two lengths after it
 * may have four or eight bytes: the signature of what follows tells which.
 */
async function readDescriptor(source: ByteReader): Promise<number> {
  const bytes = await source.peek(LONGEST_DESCRIPTOR + 4);
  // The end of an archive is longer.
  if (bytes.length < LONGEST_DESCRIPTOR + 4) throw cutOff();
  for (const start of [4, 0]) {
    if (start === 4 && bytes.readUInt32LE() !== DESCRIPTOR) continue;
    for (const lengths of [8, 16]) {
      const end = start + 4 + lengths;
      const next = bytes.readUInt32LE(end);
      if (next !== LOCAL_FILE && !DIRECTORY.has(next)) continue;
      await source.take(end);
      return bytes.readUInt32LE(start);
    }
  }
  throw damaged();
}

/** An archive that is cut off inside its directory may lack files as well, where lengths were wrong. */
async function checkEnd(source: ByteReader): Promise<void> {
  let tail: Buffer = Buffer.alloc(0);
  for await (const chunk of source.rest()) {
    tail = Buffer.concat([tail, chunk]).subarray(-(END_LENGTH + LONGEST_COMMENT));
  }
  const end = tail.lastIndexOf(END_OF_DIRECTORY);
  if (end < 0 || end + END_LENGTH > tail.length) throw cutOff();
}

function damaged(): Error {
  return incompleteAnswer('an export file that is damaged');
}
