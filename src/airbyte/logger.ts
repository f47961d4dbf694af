import winston, { type Logger } from 'winston';
import Transport from 'winston-transport';
import type { MessageWriter } from './message-writer.ts';
import { type LogLevel, logMessage } from './messages.ts';

const AIRBYTE_LEVELS: Readonly<Record<string, LogLevel>> = {
  error: 'ERROR',
  warn: 'WARN',
  info: 'INFO',
  http: 'DEBUG',
  verbose: 'DEBUG',
  debug: 'DEBUG',
  silly: 'TRACE',
};

/** A logger that writes LOG messages, with secrets masked. Levels below INFO are logged only when `isDebug`. */
export function createLogger(writer: MessageWriter, { isDebug }: { readonly isDebug: boolean }): Logger {
  return winston.createLogger({
    level: isDebug ? 'silly' : 'info',
    transports: new MessageTransport(writer),
  });
}

interface LogEntry {
  readonly level: string;
  readonly message: unknown;
  readonly stack?: unknown;
}

/** Takes each entry at once: logging never waits for the output. The writer reports an output that was closed. */
class MessageTransport extends Transport {
  readonly #writer: MessageWriter;

  constructor(writer: MessageWriter) {
    super();
    this.#writer = writer;
  }

  override log({ level, message, stack }: LogEntry, done: () => void): void {
    const stackTrace = typeof stack === 'string' ? stack : undefined;
    this.#writer.write(logMessage(AIRBYTE_LEVELS[level] ?? 'INFO', toText(message), stackTrace)).catch(() => undefined);
    done();
  }
}

function toText(message: unknown): string {
  return typeof message === 'string' ? message : (JSON.stringify(message) ?? String(message));
}
