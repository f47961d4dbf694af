import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { zipOf } from '../../../sandbox/resources/exports/files.ts';
import { ByteReader } from '../../../src/walks/exports/byte-reader.ts';
import { unzip } from '../../../src/walks/exports/unzip.ts';

const STORED = 0;
const DEFLATED = 8;
const text = 'id,at\n1,2\n';
/** An archive without files, which ends any other as well. */
const end = zipOf([]);

interface Descriptor {
  readonly isSigned: boolean;
  /** Bytes of each of the two lengths. */
  readonly size: 4 | 8;
}

/** A file as it stands in an archive: sum and lengths stand before it, or in a descriptor behind it. */
function fileOf({
  method = STORED,
  descriptor,
  length,
}: {
  readonly method?: number;
  readonly descriptor?: Descriptor;
  /** As it is written before the file, where it is not the true one. */
  readonly length?: number;
}): Buffer {
  const plain = Buffer.from(text);
  const packed = method === DEFLATED ? deflateRawSync(plain) : plain;
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50);
  header.writeUInt16LE(descriptor ? 8 : 0, 6);
  header.writeUInt16LE(method, 8);
  if (!descriptor) {
    header.writeUInt32LE(crc32(plain), 14);
    header.writeUInt32LE(length ?? packed.length, 18);
    header.writeUInt32LE(length ?? plain.length, 22);
  }
  header.writeUInt16LE(1, 26);
  const parts: Buffer[] = [header, Buffer.from('x'), packed];
  if (descriptor) parts.push(descriptorOf(descriptor, packed.length, plain));
  return Buffer.concat(parts);
}

function descriptorOf({ isSigned, size }: Descriptor, packedLength: number, plain: Buffer): Buffer {
  const bytes = Buffer.alloc(4 + 2 * size);
  bytes.writeUInt32LE(crc32(plain));
  bytes.writeUInt32LE(packedLength, 4);
  bytes.writeUInt32LE(plain.length, 4 + size);
  return isSigned ? Buffer.concat([Buffer.from('PK\u0007\b'), bytes]) : bytes;
}

async function unzipped(...parts: readonly Buffer[]): Promise<string[]> {
  const source = async function* () {
    yield Buffer.concat(parts);
  };
  const texts: string[] = [];
  for await (const { bytes } of unzip(new ByteReader(source()))) {
    const found: Buffer[] = [];
    for await (const part of bytes) found.push(part);
    texts.push(Buffer.concat(found).toString());
  }
  return texts;
}

const endsEarly = { failureType: 'transient_error', message: expect.stringContaining('ends too early') };
const isDamaged = {
  failureType: 'transient_error',
  message: expect.stringContaining('an export file that is damaged'),
};

const descriptors: readonly Descriptor[] = [
  { isSigned: true, size: 4 },
  { isSigned: true, size: 8 },
  { isSigned: false, size: 4 },
  { isSigned: false, size: 8 },
];

describe('files of unknown length', () => {
  it.each(descriptors)('are followed by their sum: %o', async (descriptor) => {
    const file = fileOf({ method: DEFLATED, descriptor });
    expect(await unzipped(file, file, end)).toEqual([text, text]);
  });

  it.each(descriptors)('are an error where the archive ends in their sum: %o', async (descriptor) => {
    const file = fileOf({ method: DEFLATED, descriptor });
    for (const missing of [0, 1, 5]) {
      await expect(unzipped(file.subarray(0, file.length - missing))).rejects.toMatchObject(endsEarly);
    }
    await expect(unzipped(file, end.subarray(0, 3))).rejects.toMatchObject(endsEarly);
  });

  it('are damaged where no sum follows, or another one', async () => {
    const file = fileOf({ method: DEFLATED, descriptor: { isSigned: true, size: 4 } });
    await expect(unzipped(file, Buffer.alloc(40))).rejects.toMatchObject(isDamaged);
    file.writeUInt8(file.readUInt8(file.length - 12) ^ 0xff, file.length - 12);
    await expect(unzipped(file, end)).rejects.toMatchObject(isDamaged);
  });

  it('can not be told from the rest where they are stored as they are', async () => {
    const unknown = { message: expect.stringContaining('packed in an unknown way') };
    const file = fileOf({ descriptor: { isSigned: true, size: 4 } });
    await expect(unzipped(file, end)).rejects.toMatchObject(unknown);
    await expect(unzipped(fileOf({ length: 0xffffffff }), end)).rejects.toMatchObject(unknown);
  });
});

describe('files of known length', () => {
  it.each([STORED, DEFLATED])('follow one another, packed by method %i', async (method) => {
    const file = fileOf({ method });
    expect(await unzipped(file, file, end)).toEqual([text, text]);
  });

  it('are an error where the archive ends in them, or right behind them', async () => {
    const file = fileOf({});
    await expect(unzipped(file.subarray(0, file.length - 3))).rejects.toMatchObject(endsEarly);
    await expect(unzipped(file)).rejects.toMatchObject(endsEarly);
    await expect(unzipped(file, end.subarray(0, 3))).rejects.toMatchObject(endsEarly);
  });

  it('are damaged where their text has changed, or something else follows', async () => {
    const file = fileOf({});
    await expect(unzipped(file, Buffer.from('more'), end)).rejects.toMatchObject(isDamaged);
    file.writeUInt8(file.readUInt8(file.length - 1) ^ 0xff, file.length - 1);
    await expect(unzipped(file, end)).rejects.toMatchObject(isDamaged);
  });
});
