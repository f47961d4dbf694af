import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { newestSection } from '../../scripts/lib/changelog.ts';

it('finds the version and the text of the newest section', () => {
  const changelog = '# Changelog\n\nAbout it.\n\n## 1.2.3\n\n- New\n- Newer\n\n## 1.2.2\n\n- Old\n';
  expect(newestSection(changelog)).toEqual({ version: '1.2.3', notes: '- New\n- Newer' });
  expect(newestSection('## 1.0.0\n\n- Only\n')).toEqual({ version: '1.0.0', notes: '- Only' });
});

it('has no version to release while the newest section is not released', () => {
  expect(newestSection('## Unreleased\n\n- New\n\n## 1.2.2\n').version).toBe('');
});

it.each(['## Soon\n', '## v1.2.3\n', '## 1.2\n', ''])('refuses a changelog that begins with %j', (changelog) => {
  expect(() => newestSection(changelog)).toThrow('neither a version');
});

it("understands the project's own changelog", () => {
  const changelog = readFileSync(new URL('../../CHANGELOG.md', import.meta.url), 'utf8');
  expect(newestSection(changelog).notes.length).toBeGreaterThan(100);
});
