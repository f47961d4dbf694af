import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { buildImage, IMAGE } from '../../scripts/image.ts';
import type { Scenario } from '../lib/scenario.ts';

const dockerfile = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8');
const MEGABYTE = 1_000_000;

/** Measures nothing where no container engine runs. */
export const image: Scenario = {
  name: 'image',
  isSlow: true,
  measures: { added: { what: 'image − its base', target: { atMost: 15 }, unit: 'MB' } },
  run: async () => {
    if (ask('info', '--format', '{{.ID}}') === undefined)
      return { values: {}, details: ['No container engine answered.'] };
    await buildImage();
    const base = /^ARG NODE_IMAGE=(\S+)/m.exec(dockerfile)?.[1] ?? '';
    const [whole, under] = [IMAGE, base].map((name) => ask('image', 'inspect', '--format', '{{.Size}}', name));
    if (whole === undefined || under === undefined)
      return { values: {}, details: [`${base} is not there to compare.`] };
    const megabytes = (bytes: string) => Number(bytes) / MEGABYTE;
    return {
      values: { added: megabytes(whole) - megabytes(under) },
      details: [`${megabytes(whole).toFixed(0)} MB, of which ${base} has ${megabytes(under).toFixed(0)} MB.`],
    };
  },
};

/** What the container engine's client prints; undefined where it fails. */
function ask(...args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? stdout.trim() : undefined;
}
