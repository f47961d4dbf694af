import { constants, type FileHandle, open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Far beyond any catalog or state, and still little beside the memory that a container has. */
const MOST_BYTES = 16 * 1024 * 1024;
/** For a pipe, whose writer may never come. */
const PIPE_PATIENCE_MS = 5_000;
const PIPE_POLL_MS = 20;

/**
 * The bytes of a file or pipe; a pipe may be silent for five seconds in all. Rejects with the system's error, or with one whose code is `EFBIG`
 * (over 16 MB), `ETIMEDOUT` (a pipe that doesn't end), `EISDIR` or `ENOTSUP` (neither file nor pipe).
 */
export async function readInputFile(path: string): Promise<Buffer> {
  // To open a pipe takes a writer, unless one says not to wait; the thread that waits could not be called back.
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
    // Nothing at all is also what a pipe gives before its writer has come.
    if (chunk !== undefined && bytes > 0) return Buffer.concat(chunks);
    await sleep(PIPE_POLL_MS);
    waitedMs += PIPE_POLL_MS;
  }
  throw refusal('ETIMEDOUT');
}

/** Undefined when the writer has nothing to say yet; empty when there is no writer. */
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
