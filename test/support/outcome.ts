import { Printed } from '../../scripts/lib/printed.ts';

export type { Row } from '../../scripts/lib/printed.ts';

/** How a run ended, as the operating system tells it. */
export interface Ending {
  readonly stdout: string;
  readonly stderr?: string;
  /** Null for a process that a signal killed. */
  readonly exitCode: number | null;
  readonly signal?: string | null;
  readonly tookMs?: number;
}

/** What a run printed, and how it ended. Throws where stdout holds anything but whole messages of the protocol. */
export class Outcome extends Printed {
  readonly stderr: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly tookMs: number;

  constructor({ stdout, stderr = '', exitCode, signal = null, tookMs = 0 }: Ending) {
    // A process that was killed may have been in the middle of a line, which no platform takes.
    super(signal === 'SIGKILL' ? stdout.slice(0, stdout.lastIndexOf('\n') + 1) : stdout);
    this.stderr = stderr;
    this.exitCode = exitCode;
    this.signal = signal;
    this.tookMs = tookMs;
  }
}
