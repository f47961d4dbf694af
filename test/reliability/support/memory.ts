import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const MEGABYTE = 1024;

/** Whether this system tells the memory of its processes in a file. */
export const tellsMemory = existsSync('/proc/self/status');

/** Watches the most memory that a process has held at once, in megabytes. */
export class MemoryWatch {
  most = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(child: ChildProcess) {
    this.#timer = setInterval(() => this.#look(child), 100);
    child.once('close', () => clearInterval(this.#timer));
  }

  #look({ pid, exitCode }: ChildProcess): void {
    if (pid === undefined || exitCode !== null) return;
    try {
      const [, kilobytes = '0'] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
      this.most = Math.max(this.most, Number(kilobytes) / MEGABYTE);
    } catch {
      clearInterval(this.#timer);
    }
  }
}

/** Lets a child's output through at so many bytes a second. */
export function readSlowly({ stdout }: ChildProcess, bytesPerSecond: number): void {
  stdout?.on('data', (text: string) => {
    stdout.pause();
    setTimeout(() => stdout.resume(), (text.length / bytesPerSecond) * 1_000);
  });
}

/** The lines that a child prints, read no faster than they are taken. */
export async function* linesOf({ stdout }: ChildProcess): AsyncGenerator<string> {
  if (stdout === null) throw new Error('The output of the process is not piped.');
  let unfinished = '';
  for await (const chunk of stdout.setEncoding('utf8')) {
    const lines = `${unfinished}${chunk}`.split('\n');
    unfinished = lines.pop() ?? '';
    yield* lines;
  }
}
