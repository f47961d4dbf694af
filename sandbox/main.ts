import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { type Resource, startSandbox } from './sandbox.ts';

const resources: readonly Resource[] = [
  ...([
    'tags',
    'admins',
    'teams',
    'segments',
    'contacts',
    'companies',
    'conversations',
    'partsPerConversation',
  ] as const),
  ...(['deleted_conversations', 'tickets', 'activity_logs'] as const),
];

/** The program behind `npm run sandbox`: a workspace that serves until it is interrupted. */
async function main(): Promise<void> {
  const cli = yargs(hideBin(process.argv))
    .scriptName('npm run sandbox --')
    .usage('An Intercom workspace on this machine, with made-up data.')
    .option('port', { type: 'number', default: 8787, describe: 'Port on 127.0.0.1; 0 for any free one' })
    .option('seed', { type: 'number', default: 1, describe: 'The same seed gives the same data' })
    .option('token', { type: 'string', default: 'sandbox-token', describe: 'Access token to accept' })
    .option('time-zone', { type: 'string', default: 'America/New_York', describe: "The workspace's IANA time zone" })
    .option('latency', { type: 'number', default: 0, describe: 'Milliseconds that every answer takes' })
    .option('per-window', { type: 'number', default: 1_666, describe: 'Calls allowed in each 10 seconds' })
    .strict();
  for (const name of resources) cli.option(name, { type: 'number', describe: `How many ${name}` });
  const options = await cli.parse();
  const sizes = chosenSizes(options);
  const { port, seed, token, timeZone, latency, perWindow } = options;
  const sandbox = await startSandbox({
    port,
    seed,
    token,
    timeZone,
    latencyMs: latency,
    rateLimit: { perWindow },
    sizes,
  });
  process.stdout.write(greeting(sandbox.url, sandbox.token));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());
}

function chosenSizes(options: Readonly<Record<string, unknown>>): Partial<Record<Resource, number>> {
  const chosen: Partial<Record<Resource, number>> = {};
  for (const name of resources) {
    const size = options[name];
    if (typeof size === 'number') chosen[name] = size;
  }
  return chosen;
}

function greeting(url: string, token: string): string {
  return [
    `The sandbox workspace is at ${url}, its access token is ${token}`,
    `  curl -H 'Authorization: Bearer ${token}' -H 'Intercom-Version: 2.16' ${url}/me`,
    `  INTERCOM_API_URL=${url} points the connector at it; Ctrl-C closes it.`,
    '',
  ].join('\n');
}

await main();
