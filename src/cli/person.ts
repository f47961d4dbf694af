import type { AirbyteMessage } from '../airbyte/messages.ts';
import { messageLine } from '../terminal/message-line.ts';
import { Screen, type ScreenOptions, type ScreenOutput } from '../terminal/screen.ts';

/** A screen on `output`, and an `onMessage` for the writer that shows warnings, errors and a check's answer on it. */
export function openScreen(output: ScreenOutput, options: ScreenOptions = {}) {
  const screen = new Screen(output, options);
  const onMessage = (message: AirbyteMessage) => {
    const line = messageLine(message, screen.colors);
    if (line !== undefined) screen.line(line);
  };
  return { screen, onMessage };
}
