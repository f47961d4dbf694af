import type { AirbyteMessage, LogLevel } from '../airbyte/messages.ts';
import type { Colors } from './screen.ts';

/**
 * What a person has to know of a message, in one line: warnings, errors, and the answer of a check. Undefined for all
 * other messages.
 */
export function messageLine(message: AirbyteMessage, colors: Colors): string | undefined {
  if (message.type === 'LOG') return logLine(message.log, colors);
  if (message.type === 'CONNECTION_STATUS') {
    const { status, message: reason } = message.connectionStatus;
    const word = status === 'SUCCEEDED' ? colors.green(status) : colors.red(status);
    return reason === undefined ? word : `${word} ${reason}`;
  }
  if (message.type !== 'TRACE' || message.trace.type !== 'ERROR') return undefined;
  const { message: reason, stream_descriptor: stream } = message.trace.error;
  return `${colors.red('ERROR')} ${stream === undefined ? '' : `${stream.name}: `}${reason}`;
}

function logLine({ level, message }: { level: LogLevel; message: string }, colors: Colors): string | undefined {
  if (level === 'WARN') return `${colors.yellow('WARN')}  ${message}`;
  return level === 'ERROR' || level === 'FATAL' ? `${colors.red('ERROR')} ${message}` : undefined;
}
