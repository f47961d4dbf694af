import pc from 'picocolors';
import { expect, it } from 'vitest';
import {
  type AirbyteMessage,
  catalogMessage,
  connectionStatusMessage,
  errorTrace,
  logMessage,
  stateMessage,
  streamStatusTrace,
} from '../../src/airbyte/messages.ts';
import { messageLine } from '../../src/terminal/message-line.ts';

const line = (message: AirbyteMessage) => messageLine(message, pc.createColors(false));

it('tells a person of warnings, errors and the answer of a check', () => {
  const details = { message: 'Grant it.', failure_type: 'config_error' } as const;
  expect(line(logMessage('WARN', 'Look here.'))).toBe('WARN  Look here.');
  expect(line(logMessage('ERROR', 'Look here.'))).toBe('ERROR Look here.');
  expect(line(logMessage('FATAL', 'Look here.'))).toBe('ERROR Look here.');
  expect(line(errorTrace(details, 1))).toBe('ERROR Grant it.');
  expect(line(errorTrace({ ...details, stream_descriptor: { name: 'tags' } }, 1))).toBe('ERROR tags: Grant it.');
  expect(line(connectionStatusMessage())).toBe('SUCCEEDED');
  expect(line(connectionStatusMessage('The token is wrong.'))).toBe('FAILED The token is wrong.');
});

it('tells nothing of the rest', () => {
  const others = [
    logMessage('INFO', 'x'),
    logMessage('DEBUG', 'x'),
    stateMessage('tags', {}, 1),
    streamStatusTrace('tags', 'INCOMPLETE', 1),
    catalogMessage([]),
  ];
  expect(others.map(line)).toEqual(others.map(() => undefined));
});

it('has colours where they are wanted', () => {
  expect(messageLine(logMessage('WARN', 'x'), pc.createColors(true))).toContain('\u001b[33mWARN');
});
