import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { flagsOf, parsed } from './options.ts';
import { demoSizes, routes } from './resources/all.ts';
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
    if (Array.isArray(byDefault)) cli.option(flag, { type: 'string', default: '', coerce: namesIn, describe: about });
    else
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
  const chosen: SandboxOptions = parsed(declared, { ...options, ...groups });
  const unknown = chosen.withoutScopes?.find((scope) => !scopes.includes(scope));
  if (unknown === undefined) return chosen;
  process.stderr.write(`There is no permission ${unknown}. The sandbox knows: ${scopes.join(', ')}\n`);
  return process.exit(1);
}

/** Permissions that some endpoint asks for. */
const scopes: readonly string[] = [...new Set(routes.flatMap(({ scope }) => scope ?? []))].sort();

function namesIn(list: string): readonly string[] {
  return list.split(/[\s,]+/).filter((name) => name !== '');
}

function greeting(url: string, token: string): string {
  return [
    `The sandbox workspace is at ${url}, its access token is ${token}`,
    `  curl -H 'Authorization: Bearer ${token}' -H 'Intercom-Version: 2.16' ${url}/me`,
    `  INTERCOM_API_URL=${url} points the connector at it; Ctrl-C closes it.`,
    `  ${url}/_sandbox changes its data, fails calls and takes permissions away: see docs/sandbox.md.`,
    '',
  ].join('\n');
}

await main();
