import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { flagsOf, parsed } from './options.ts';
import { demoSizes } from './resources/all.ts';
import { type SandboxOptions, startSandbox } from './sandbox.ts';
import { optionsWith } from './settings.ts';

const defaultPort = 8787;
const declared = optionsWith(demoSizes);

/** The program behind `npm run sandbox`: a workspace that serves until it is interrupted. */
async function main(): Promise<void> {
  const sandbox = await startSandbox(await chosenOptions());
  process.stdout.write(greeting(sandbox.url, sandbox.token));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());
}

/** What the command line says; each option is called by its flag, and those of a group are put back into it. */
async function chosenOptions(): Promise<SandboxOptions> {
  const cli = yargs(hideBin(process.argv))
    .scriptName('npm run sandbox --')
    .usage('An Intercom workspace on this machine, with made-up data.')
    .strict();
  const flags = flagsOf(declared);
  for (const { flag, about, default: byDefault } of flags) {
    const value = flag === 'port' ? defaultPort : byDefault;
    cli.option(flag, { type: typeof byDefault === 'number' ? 'number' : 'string', default: value, describe: about });
  }
  const given: Readonly<Record<string, unknown>> = await cli.parse();
  const options: Record<string, unknown> = {};
  const groups: Record<string, Record<string, unknown>> = {};
  for (const { flag, path } of flags) {
    const [name = '', inner] = path;
    if (inner === undefined) options[name] = given[flag];
    else groups[name] = { ...groups[name], [inner]: given[flag] };
  }
  return parsed(declared, { ...options, ...groups });
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
