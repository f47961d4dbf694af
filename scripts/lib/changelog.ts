/** The newest section of a changelog: its version, empty for "Unreleased", and its text. Throws when its heading is neither. */
export function newestSection(changelog: string): { readonly version: string; readonly notes: string } {
  const [, heading = '', notes = ''] = /^## (.+)\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(changelog) ?? [];
  if (heading !== 'Unreleased' && !/^\d+\.\d+\.\d+$/.test(heading)) {
    throw new Error(`The newest section of CHANGELOG.md is "${heading}", neither a version nor "Unreleased".`);
  }
  return { version: heading === 'Unreleased' ? '' : heading, notes: notes.trim() };
}
