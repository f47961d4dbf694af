import type { ConfiguredStream } from '../airbyte/configured-catalog.ts';

import { customAttributeCaster } from '../rows/custom-attribute-values.ts';
import { bodyConverter } from '../rows/message-bodies.ts';
import type { Row, RowShaper } from '../rows/row.ts';
import type { Stream } from '../streams/stream.ts';
import type { ReadContext } from './context.ts';

/** Makes a stream's rows what the configuration and the configured catalog ask for. */
export function rowShaper(stream: Stream<unknown>, { jsonSchema }: ConfiguredStream, context: ReadContext): RowShaper {
  const warned = new Set<string>();
  const cast = customAttributeCaster(jsonSchema ?? {}, (attribute) => {
    if (warned.has(attribute)) return;
    warned.add(attribute);
    context.logger.warn(
      `${stream.name}: some values of the custom attribute "${attribute}" do not fit the type that it had when the schema was discovered, and become null. Refresh the connection's schema.`,
    );
  });
  const convert = bodyConverter(context.config.messageBodies);
  const toBodies = (row: Row) => (convert === undefined ? row : (stream.convertBodies?.(row, convert) ?? row));
  return (row) => cast?.(toBodies(row)) ?? { row: toBodies(row), changes: [] };
}
