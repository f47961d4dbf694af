/**
 * `npm run live -- --config FILE`: reads a real workspace for a few days back, and reports how it differs from what the connector
 * expects. The report holds no values, ids or names, so that it can be attached to an issue. Nothing else is written.
 */
import { readFile, writeFile } from 'node:fs/promises';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { readJsonFile } from '../src/cli/json-file.ts';
import { parseConfig } from '../src/config/config.ts';
import { checkLive } from './live/live-check.ts';
import { findingsOf, toMarkdown } from './live/report.ts';

const { config, days, streams, report } = await yargs(hideBin(process.argv))
  .scriptName('npm run live --')
  .usage('$0 --config FILE [--days N] [--streams a,b] [--report FILE]')
  .option('config', { type: 'string', demandOption: true, describe: 'The configuration of the connector' })
  .option('days', { type: 'number', default: 7, describe: 'How far back to read what has a time' })
  .option('streams', { type: 'string', default: '', describe: 'Names of streams, separated by commas; default all' })
  .option('report', { type: 'string', describe: 'The file to write the report to; default the standard output' })
  .strict()
  .parse();

const stop = new AbortController();
process.once('SIGINT', () => stop.abort(new Error('Interrupted.')));
try {
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  const check = await checkLive({
    config: parseConfig(await readJsonFile('--config', config), Date.now()),
    days,
    streams: streams
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    version,
    signal: stop.signal,
    apiUrl: process.env.INTERCOM_API_URL,
  });
  if (report === undefined) console.log(toMarkdown(check));
  else await writeFile(report, toMarkdown(check));
  process.exitCode = findingsOf(check).length === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
