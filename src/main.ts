import { runConnector } from './cli/connector-process.ts';

await runConnector(process, async () => (await import('./commands/source.ts')).source);
