import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ByteReader } from './byte-reader.ts';
import { type PackedFile, unzip } from './unzip.ts';

/**
 * The files in a download, unpacked as they arrive: of a zip archive, or the one file that comes as it is, in either case
 * compressed by gzip or not. The first bytes tell, since Intercom speaks of "a gzipped CSV format" and of a folder of CSV
 * files. Each file has to be read to its end before the next.
 */
export async function* unpack(download: AsyncIterable<Uint8Array>): AsyncGenerator<PackedFile> {
  const source = new ByteReader(download);
  try {
    const start = await source.peek(4);
    if (start.subarray(0, 2).equals(GZIP)) yield* unpack(gunzip(source.rest()));
    else if (ZIP.some((signature) => start.equals(signature))) yield* unzip(source);
    else yield { name: undefined, bytes: source.rest() };
  } finally {
    await source.close();
  }
}

const GZIP = Buffer.from([0x1f, 0x8b]);
/** A file, or the end of an archive without files. */
const ZIP = [Buffer.from('PK\u0003\u0004'), Buffer.from('PK\u0005\u0006')];

function gunzip(bytes: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  // What the file throws reaches whoever reads.
  return pipeline(Readable.from(bytes), createGunzip(), () => undefined);
}
