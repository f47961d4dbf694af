import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { confinement } from '../../scripts/connector.ts';
import { buildImage, IMAGE } from '../../scripts/image.ts';
import { docker, inspect } from '../support/container.ts';
import { Outcome } from '../support/outcome.ts';

const metadata = readFileSync(new URL('../../metadata.yaml', import.meta.url), 'utf8');

function metadataValue(key: string): string {
  return new RegExp(`^ {2}${key}: (.+)$`, 'm').exec(metadata)?.[1] ?? '';
}

describe('the image', () => {
  beforeAll(buildImage);

  it('R62: has the name and version of metadata.yaml in its labels', () => {
    const labels = inspect('.Config.Labels');
    expect(labels).toMatchObject({
      'io.airbyte.name': metadataValue('dockerRepository'),
      'io.airbyte.version': metadataValue('dockerImageTag'),
    });
  });

  it('R63: tells its entrypoint in AIRBYTE_ENTRYPOINT, with absolute paths', () => {
    const entrypoint = inspect('.Config.Entrypoint');
    expect(entrypoint).toEqual(['node', '/airbyte/integration_code/dist/main.js']);
    expect(inspect('.Config.Env')).toContain('AIRBYTE_ENTRYPOINT=node /airbyte/integration_code/dist/main.js');
  });

  it('R64: prints the spec when a shell evaluates AIRBYTE_ENTRYPOINT as user 1000 without rights', async () => {
    const shell = ['--network=none', '--entrypoint', 'sh', IMAGE, '-c', 'eval "$AIRBYTE_ENTRYPOINT spec"'];
    const outcome = new Outcome(await docker('run', '--rm', ...confinement, ...shell));
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '', messages: [{ type: 'SPEC' }] });
  });

  it('R1: prints the spec without a network', async () => {
    const outcome = new Outcome(await docker('run', '--rm', '--network=none', '--read-only', IMAGE, 'spec'));
    const spec = JSON.parse(readFileSync(new URL('../../spec.json', import.meta.url), 'utf8'));
    expect(outcome).toMatchObject({ exitCode: 0, messages: [{ type: 'SPEC', spec }] });
  });

  it('R65: has sh, sleep and mv, and runs as user 1000, to whom /airbyte belongs', async () => {
    const script = 'for tool in sh sleep mv; do command -v $tool; done; id -u; id -g; id -un; stat -c %u:%g /airbyte';
    const { stdout } = await docker('run', '--rm', '--network=none', '--entrypoint', 'sh', IMAGE, '-c', script);
    expect(stdout.trim().split('\n').slice(-4)).toEqual(['1000', '1000', 'airbyte', '1000:1000']);
    expect(stdout.trim().split('\n')).toHaveLength(7);
  });

  it('lets any user read the program, and holds neither sandbox, sources nor development tools', async () => {
    const script = [
      'cd /airbyte/integration_code',
      'find . ! -perm -o+r -print',
      'ls -d src sandbox test node_modules/typescript node_modules/vitest node_modules/tsx 2>/dev/null',
      'true',
    ].join('; ');
    const { stdout } = await docker('run', '--rm', '--network=none', '--entrypoint', 'sh', IMAGE, '-c', script);
    expect(stdout).toBe('');
  });

  it('holds no package manager', async () => {
    const script =
      'for tool in npm npx corepack yarn; do command -v $tool; done; ls -d /usr/local/lib/node_modules /opt/yarn*';
    const { stdout } = await docker('run', '--rm', '--network=none', '--entrypoint', 'sh', IMAGE, '-c', script);
    expect(stdout).toBe('');
  });

  it('gives the heap three quarters of the memory that the container may use', async () => {
    const limit = 'v8.getHeapStatistics().heap_size_limit / 2 ** 20';
    const run = ['run', '--rm', '--network=none', '--memory', '512m', '--entrypoint', 'node', IMAGE, '-p', limit];
    const { stdout } = await docker(...run);
    expect(Number(stdout)).toBeGreaterThan(350);
    expect(Number(stdout)).toBeLessThan(420);
  });
});
