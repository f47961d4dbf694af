import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { mustExecute } from './execute.ts';

/** The name of the image under test. */
export const IMAGE = 'source-intercom/source-intercom:dev';

/** Builds the image from the checkout. Rejects with a message for the user. */
export async function buildImage(): Promise<void> {
  if (spawnSync('docker', ['info'], { stdio: 'ignore' }).status !== 0) {
    throw new Error('No Docker engine answers. Install Docker, start it, and run this again.');
  }
  const checkout = fileURLToPath(new URL('..', import.meta.url));
  await mustExecute('docker', ['build', '--quiet', '--network=host', '--tag', IMAGE, checkout]);
}
