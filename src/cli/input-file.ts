import { constants, type FileHandle, open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Much more than any catalog or state has, and little compared with the memory of a container. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Longest total wait for data from a pipe: nobody may ever write to it. */
const PIPE_PATIENCE_MS = 5_000;
const PIPE_POLL_MS = 20;

/**
 * The bytes of a file or pipe. Waits for a pipe for five seconds in all. Rejects with the system's error, or with one
 * whose code is `EFBIG` (over 16 MB), `ETIMEDOUT` (a pipe that doesn't end), `EISDIR` or `ENOTSUP` (neither file nor pipe).
 */
export async function readInputFile(path: string): Promise<Buffer> {
  // Without O_NONBLOCK, opening a pipe blocks a thread until somebody opens it for writing, and that can't be cancelled.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = await file.stat();
    if (stats.size > MOST_BYTES) throw refusal('EFBIG');
    if (stats.isFile()) return await file.readFile();
    if (stats.isFIFO()) return await readPipe(file);
    throw refusal(stats.isDirectory() ? 'EISDIR' : 'ENOTSUP');
  } finally {
    await file.close();
  }
}

async function readPipe(file: FileHandle): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for (let waitedMs = 0; waitedMs < PIPE_PATIENCE_MS; ) {
    const chunk = await readSome(file);
    if (chunk !== undefined && chunk.length > 0) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > MOST_BYTES) throw refusal('EFBIG');
      continue;
    }
    // A pipe that nobody has opened for writing yet reads as empty too, so only an end after some bytes is the end.
    if (chunk !== undefined && bytes > 0) return Buffer.concat(chunks);
    await sleep(PIPE_POLL_MS);
    waitedMs += PIPE_POLL_MS;
  }
  throw refusal('ETIMEDOUT');
}

/** Undefined when the writer has written nothing more yet; empty when there is no writer. */
async function readSome(file: FileHandle): Promise<Buffer | undefined> {
  try {
    const { bytesRead, buffer } = await file.read({ position: null });
    return Buffer.from(buffer.subarray(0, bytesRead));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return undefined;
    throw error;
  }
}

function refusal(code: string): Error {
  return Object.assign(new Error(code), { code });
}
