import { runConnector } from './connector-process.ts';

await runConnector(process, async () => (await import('./source.ts')).source);
