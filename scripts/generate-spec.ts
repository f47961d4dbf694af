import { writeFile } from 'node:fs/promises';
import { toSpecSchema } from '../src/airbyte/json-schema.ts';
import { configForm } from '../src/config/config-form.ts';

/** The text of `spec.json`, which Airbyte makes its form of: the schema of the configuration, and what is around it. */
export function specText(): string {
  const spec = {
    documentationUrl: 'https://github.com/source-intercom/source-intercom#readme',
    protocol_version: '0.2.0',
    supportsIncremental: true,
    connectionSpecification: toSpecSchema(configForm),
  };
  return `${JSON.stringify(spec, null, 2)}\n`;
}

if (import.meta.url === new URL(process.argv[1] ?? '', 'file:').href) {
  await writeFile(new URL('../spec.json', import.meta.url), specText());
}
