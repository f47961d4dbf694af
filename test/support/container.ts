import { spawnSync } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { confinement } from '../../scripts/connector.ts';
import { IMAGE } from '../../scripts/image.ts';
import type { Launcher } from './connector.ts';
import { type Ending, Outcome } from './outcome.ts';
import { ending, start } from './program.ts';

/** Runs commands by the image, confined as Airbyte confines a connector, with the input files in their own place. */
export function container(...options: string[]): Launcher {
  return async ({ argv, apiUrl, directory }) => {
    await chmod(directory, 0o755);
    const reach = ['--network=host', '-e', `INTERCOM_API_URL=${apiUrl}`, '-v', `${directory}:${directory}:ro`];
    return new Outcome(await docker('run', '--rm', ...confinement, ...reach, ...options, IMAGE, ...argv));
  };
}

/** Likewise, but as Airbyte's platform starts it: by a shell that evaluates what the image says is its entrypoint. */
export const containerByShell: Launcher = ({ argv, ...start }) => {
  const script = `eval "$AIRBYTE_ENTRYPOINT ${argv.join(' ')}"`;
  return container('--entrypoint', 'sh')({ ...start, argv: ['-c', script] });
};

/** Runs `docker` with these arguments to its end, whatever the exit code. */
export function docker(...args: string[]): Promise<Ending> {
  return ending(start(['docker', ...args]));
}

/** What the image's configuration says under a Go template such as `.Config.Labels`. */
export function inspect(template: string): unknown {
  const format = `{{json ${template}}}`;
  return JSON.parse(spawnSync('docker', ['image', 'inspect', '--format', format, IMAGE], { encoding: 'utf8' }).stdout);
}
