import { spawn, spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `docker` with these arguments to its end, whatever the exit code. */
export async function docker(...args: string[]): Promise<Ended> {
  const child = spawn('docker', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [code, stdout, stderr] = await Promise.all([exit, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

/** What the image's configuration says under a Go template such as `.Config.Labels`. */
export function inspect(image: string, template: string): unknown {
  const { stdout } = spawnSync('docker', ['image', 'inspect', '--format', `{{json ${template}}}`, image], {
    encoding: 'utf8',
  });
  return JSON.parse(stdout);
}

/** How Airbyte confines a connector: user 1000 without any right, in a directory of its own, without a home. */
export const confined = [
  ...['run', '--rm', '--user', '1000:1000', '--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL'],
  ...['--security-opt', 'no-new-privileges', '-w', '/source', '-e', 'HOME=/nonexistent'],
];
