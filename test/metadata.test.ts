import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

function textOf(name: string): string {
  return readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
}

function find(pattern: RegExp, name: string): string | undefined {
  return pattern.exec(textOf(name))?.[1];
}

const version = JSON.parse(textOf('package.json')).version;

describe('what describes the connector', () => {
  it.each([
    ['metadata.yaml', /^ {2}dockerImageTag: (\S+)$/m],
    ['Dockerfile', /io\.airbyte\.version="([^"]+)"/],
    ['Dockerfile', /org\.opencontainers\.image\.version="([^"]+)"/],
    ['CHANGELOG.md', /^## (\d\S*)/m],
  ])('R72: %s tells the version of package.json (%s)', (name, pattern) => {
    expect(find(pattern, name)).toBe(version);
  });

  it('R72: the image and the acceptance tests have the repository of metadata.yaml', () => {
    const repository = find(/^ {2}dockerRepository: (\S+)$/m, 'metadata.yaml');
    expect(find(/io\.airbyte\.name="([^"]+)"/, 'Dockerfile')).toBe(repository);
    expect(find(/^connector_image: (\S+):dev$/m, 'acceptance-test-config.yml')).toBe(repository);
  });

  it('R72: the spec points at the documentation that metadata.yaml names', () => {
    expect(JSON.parse(textOf('spec.json')).documentationUrl).toBe(find(/documentationUrl: (\S+)/, 'metadata.yaml'));
  });

  it('the release finds the digest of the base image that the Dockerfile names', () => {
    const image = find(/^ARG NODE_IMAGE=(\S+)$/m, 'Dockerfile');
    expect(image).toMatch(/^node:\d+-/);
    expect(find(/^ {6}NODE_TAG: (\S+)$/m, '.github/workflows/release.yml')).toBe(image);
  });

  it('R72: the user documentation is there', () => {
    expect(textOf('README.md')).toContain('# ');
  });
});
