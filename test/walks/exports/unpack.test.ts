import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type File, zipOf } from '../../../sandbox/resources/exports/files.ts';
import { unpack } from '../../../src/walks/exports/unpack.ts';

/** Text that packs badly, so that packed files have several chunks. */
function noise(length: number): string {
  let state = 7;
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return String.fromCharCode(32 + (state % 95));
  }).join('');
}

const files: readonly File[] = [
  { name: 'open_20260101.csv', text: 'a,b\n1,2\n' },
  { name: 'folder/größe.csv', text: `${noise(300_000)}PK\u0007\b${noise(100)}PK\u0003\u0004` },
  { name: 'empty.csv', text: '' },
];

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function unpacked(bytes: Buffer, size = 1_000): Promise<{ name: string | undefined; text: string }[]> {
  const found = [];
  for await (const file of unpack(inPieces(bytes, size))) {
    const parts: Buffer[] = [];
    for await (const part of file.bytes) parts.push(part);
    found.push({ name: file.name, text: Buffer.concat(parts).toString() });
  }
  return found;
}

describe('a download', () => {
  it.each([1, 7, 1_000, 65_536, 10_000_000])(
    'that is a zip archive in pieces of %i bytes gives its files',
    async (size) => {
      // The smallest pieces are slow.
      const some = size < 100 ? files.map(({ name, text }) => ({ name, text: text.slice(-2_000) })) : files;
      expect(await unpacked(zipOf(some), size)).toEqual(some);
    },
  );

  it('that is one file, packed by gzip or not, gives that file without a name', async () => {
    const text = noise(100_000);
    expect(await unpacked(Buffer.from(text))).toEqual([{ name: undefined, text }]);
    expect(await unpacked(gzipSync(text))).toEqual([{ name: undefined, text }]);
  });

  it('that is packed twice, or in two parts one after the other, gives the whole file', async () => {
    expect(await unpacked(gzipSync(gzipSync('a,b\n')))).toEqual([{ name: undefined, text: 'a,b\n' }]);
    expect(await unpacked(gzipSync(zipOf(files)))).toEqual(files);
    expect(await unpacked(Buffer.concat([gzipSync('a,'), gzipSync('b\n')]))).toEqual([
      { name: undefined, text: 'a,b\n' },
    ]);
  });

  it('that is an archive without files gives none', async () => {
    expect(await unpacked(zipOf([]))).toEqual([]);
  });

  it('whose files are stored, or have their lengths before them, gives them', async () => {
    const stored = archive({ method: 0, flags: 0, packed: Buffer.from('a,b\n'), text: 'a,b\n' });
    const deflated = archive({ method: 8, flags: 0, packed: deflateRawSync('a,b\n'), text: 'a,b\n' });
    expect(await unpacked(stored)).toEqual([{ name: 'x', text: 'a,b\n' }]);
    expect(await unpacked(deflated, 3)).toEqual([{ name: 'x', text: 'a,b\n' }]);
  });

  it.each([1, 30, 5_000, 20_000])('that lacks its last %i bytes is an error', async (missing) => {
    const whole = zipOf(files);
    await expect(unpacked(whole.subarray(0, whole.length - missing))).rejects.toThrow(/ends too early|damaged/);
    const packed = gzipSync(noise(400_000));
    await expect(unpacked(packed.subarray(0, packed.length - missing))).rejects.toThrow(/unexpected end/);
  });

  it('with a wrong byte is an error', async () => {
    const bytes = zipOf([{ name: 'a.csv', text: noise(5_000) }]);
    bytes.writeUInt8(bytes.readUInt8(2_000) ^ 0xff, 2_000);
    await expect(unpacked(bytes)).rejects.toThrow();
  });

  it('that is encrypted, or packed in another way, is an error', async () => {
    const packed = Buffer.from('abc');
    await expect(unpacked(archive({ method: 0, flags: 1, packed, text: 'abc' }))).rejects.toThrow(/encrypted/);
    await expect(unpacked(archive({ method: 12, flags: 0, packed, text: 'abc' }))).rejects.toThrow(/unknown way/);
  });

  it('is closed when its reader leaves early', async () => {
    let isClosed = false;
    const source = async function* () {
      try {
        for (;;) yield zipOf(files).subarray(0, 50_000);
      } finally {
        isClosed = true;
      }
    };
    for await (const { bytes } of unpack(source())) {
      for await (const _ of bytes) break;
      break;
    }
    expect(isClosed).toBe(true);
  });
});

/** An archive of one file whose lengths and sum stand before its data. */
function archive(file: { method: number; flags: number; packed: Buffer; text: string }): Buffer {
  const { method, flags, packed, text } = file;
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(crcOf(text), 14);
  header.writeUInt32LE(packed.length, 18);
  header.writeUInt32LE(text.length, 22);
  header.writeUInt16LE(1, 26);
  return Buffer.concat([header, Buffer.from('x'), packed, zipOf([])]);
}

/** The checksum of zip archives, bit by bit. */
function crcOf(text: string): number {
  let crc = ~0;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
