import type { AirbyteMessage } from '../airbyte/messages.ts';
import { messageLine } from '../terminal/message-line.ts';
import { Screen, type ScreenOptions, type ScreenOutput } from '../terminal/screen.ts';

/** A screen, and what shows a person on it what they have to know of each message. */
export function openScreen(output: ScreenOutput, options: ScreenOptions = {}) {
  const screen = new Screen(output, options);
  const onMessage = (message: AirbyteMessage) => {
    const line = messageLine(message, screen.colors);
    if (line !== undefined) screen.line(line);
  };
  return { screen, onMessage };
}
