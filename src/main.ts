import { setFlagsFromString } from 'node:v8';
import { runConnector } from './cli/connector-process.ts';

// The heap may double before old objects are collected, where V8 would let it grow fourfold. At 100,000 contacts the peak
// of resident memory falls from 222 to 177 MB, for 4 % more CPU time. V8 reads the setting at each collection.
setFlagsFromString('--heap-growing-percent=100');

await runConnector(process, async () => (await import('./commands/source.ts')).source);
