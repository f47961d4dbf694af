import { Refusal } from './refusal.ts';

const known = new Set([
  ...['1.0', '1.1', '1.2', '1.3', '1.4', '2.0', '2.1', '2.2', '2.3', '2.4', '2.5', '2.6', '2.7', '2.8', '2.9', '2.10'],
  ...['2.11', '2.12', '2.13', '2.14', '2.15', '2.16', 'Preview', 'Unstable'],
]);

/** The version of the shapes that the sandbox speaks, whichever known version is asked for. */
const ownVersion = '2.16';

/** The version to echo; an unknown one is refused. */
export function askedVersion(header: string | undefined): string {
  if (header === undefined) return ownVersion;
  if (!known.has(header))
    throw new Refusal(400, 'intercom_version_invalid', 'The requested version could not be found');
  return header;
}
