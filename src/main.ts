import { runConnector } from './cli/connector-process.ts';

await runConnector(process, async () => (await import('./source/source.ts')).source);
