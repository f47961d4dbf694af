import type { ConfiguredStream } from '../airbyte/configured-catalog.ts';
import type { ReadRun } from '../cli/run-command.ts';
import type { RowShaper } from '../engine/table.ts';
import { customAttributeCaster } from '../rows/custom-attribute-values.ts';
import { bodyConverter } from '../rows/message-bodies.ts';
import type { Row, Stream } from '../streams/stream.ts';

/** Makes a stream's rows what the configuration and the configured catalog ask for. */
export function rowShaper(stream: Stream<unknown>, { jsonSchema }: ConfiguredStream, run: ReadRun): RowShaper {
  const warned = new Set<string>();
  const cast = customAttributeCaster(jsonSchema ?? {}, (attribute) => {
    if (warned.has(attribute)) return;
    warned.add(attribute);
    run.logger.warn(
      `${stream.name}: some values of the custom attribute "${attribute}" do not fit the type that it had when the schema was discovered, and become null. Refresh the connection's schema.`,
    );
  });
  const convert = bodyConverter(run.config.messageBodies);
  const toBodies = (row: Row) => (convert === undefined ? row : (stream.convertBodies?.(row, convert) ?? row));
  return (row) => cast?.(toBodies(row)) ?? { row: toBodies(row), changes: [] };
}
