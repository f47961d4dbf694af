import { Writable } from 'node:stream';
import winston, { type Logger } from 'winston';
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
    transports: new winston.transports.Stream({ stream: logLines(writer), eol: '' }),
    format: winston.format.printf(({ level, message, stack }) =>
      JSON.stringify(
        writer.mask(
          logMessage(AIRBYTE_LEVELS[level] ?? 'INFO', toText(message), typeof stack === 'string' ? stack : undefined),
        ),
      ),
    ),
  });
}

function toText(message: unknown): string {
  return typeof message === 'string' ? message : (JSON.stringify(message) ?? String(message));
}

/** Takes each line at once: logging never waits for the output. The writer reports an output that was closed. */
function logLines(writer: MessageWriter): Writable {
  return new Writable({
    decodeStrings: false,
    write(line, _encoding, done) {
      writer.write(String(line)).catch(() => undefined);
      done();
    },
  });
}
