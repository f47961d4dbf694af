import { ConnectorError } from '../errors.ts';
import { isObject, type JsonObject } from '../json.ts';

export type StateByStream = ReadonlyMap<string, JsonObject>;

/**
 * The saved state of each stream, from any envelope that Airbyte has used: an array of state messages, a single one
 * (STREAM, GLOBAL or LEGACY, with or without its `type`), or a plain map from stream to state. Streams with a null or
 * empty state are left out. So is a state that is no object, with a warning: that stream is read from the start.
 */
export function parseState(state: unknown, warn: (message: string) => void = () => undefined): StateByStream {
  if (state === undefined || state === null) return new Map();
  if (typeof state !== 'object') {
    throw new ConnectorError(
      `The state is a ${typeof state} where a list of states belongs. Pass the state of an earlier sync, or none.`,
      { failureType: 'config_error' },
    );
  }
  const states = new Map<string, JsonObject>();
  for (const [name, streamState] of Array.isArray(state) ? state.flatMap(entriesOfMessage) : entriesOf(state)) {
    if (isObject(streamState)) {
      if (Object.keys(streamState).length > 0) states.set(name, streamState);
    } else if (streamState !== undefined && streamState !== null) {
      warn(`The saved state of ${name} is of unknown shape and is ignored.`);
    }
  }
  return states;
}

type Entry = readonly [stream: string, state: unknown];

function entriesOf(state: object): readonly Entry[] {
  const isMessage = ENVELOPE_KEYS.some((key) => isObject(Reflect.get(state, key))) || 'type' in state;
  return isMessage ? entriesOfMessage(state) : Object.entries(state);
}

const ENVELOPE_KEYS = ['stream', 'global', 'global_', 'data', 'state'];

function entriesOfMessage(message: unknown): readonly Entry[] {
  if (!isObject(message)) return [];
  return entriesOfEnvelope(isObject(message.state) ? message.state : message);
}

function entriesOfEnvelope(envelope: JsonObject): readonly Entry[] {
  const { stream, global = envelope.global_, data } = envelope;
  if (isObject(stream)) return entriesOfStream(stream);
  if (isObject(global)) return Array.isArray(global.stream_states) ? global.stream_states.flatMap(entriesOfStream) : [];
  if (isObject(data)) return Object.entries(data);
  return [];
}

function entriesOfStream(entry: unknown): readonly Entry[] {
  if (!isObject(entry) || !isObject(entry.stream_descriptor)) return [];
  const { name } = entry.stream_descriptor;
  return typeof name === 'string' ? [[name, entry.stream_state]] : [];
}
