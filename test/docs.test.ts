import { existsSync, readdirSync, readFileSync } from 'node:fs';
import GithubSlugger from 'github-slugger';
import { marked, type Token } from 'marked';
import { describe, expect, it } from 'vitest';

const root = new URL('../', import.meta.url);
const pages = pagesIn('');

/** What a page may link to. An address that does not exist is worse than none, so a new one is a decision. */
const knownAddresses = [
  'https://airbyte.com/',
  'https://app.intercom.com/',
  'https://developers.intercom.com/',
  'https://docs.airbyte.com/',
  'https://github.com/airbytehq/',
  'https://www.intercom.com/',
  'https://www.intercomstatus.com/',
];

function pagesIn(folder: string): readonly string[] {
  return readdirSync(new URL(folder || '.', root), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory()) return isOurs(entry.name) ? pagesIn(`${path}/`) : [];
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

function isOurs(name: string): boolean {
  return (
    name === '.github' || !(name.startsWith('.') || ['node_modules', 'dist', 'coverage', 'secrets'].includes(name))
  );
}

function textOf(page: string): string {
  return readFileSync(new URL(page, root), 'utf8');
}

function tokensOf(page: string): readonly Token[] {
  const tokens: Token[] = [];
  void marked.walkTokens(marked.lexer(textOf(page)), (token) => {
    tokens.push(token);
  });
  return tokens;
}

/** The targets of all links and images of a page. */
function targetsIn(page: string): readonly string[] {
  return tokensOf(page).flatMap((token) =>
    token.type === 'link' || token.type === 'image' ? [String(Reflect.get(token, 'href'))] : [],
  );
}

function anchorsOf(page: string): ReadonlySet<string> {
  const slugger = new GithubSlugger();
  const headings = tokensOf(page).filter(({ type }) => type === 'heading');
  return new Set(headings.map((heading) => slugger.slug(String(Reflect.get(heading, 'text')).replaceAll('`', ''))));
}

/** Whether a link to a file of the repository, with or without an anchor, leads somewhere. */
function leadsSomewhere(target: string, page: string): boolean {
  const file = new URL(target, new URL(page, root));
  const anchor = decodeURIComponent(file.hash.slice(1));
  file.hash = '';
  if (!existsSync(file)) return false;
  return (
    anchor === '' || (file.pathname.endsWith('.md') && anchorsOf(file.pathname.slice(root.pathname.length)).has(anchor))
  );
}

describe.each(pages)('%s', (page) => {
  const isExternal = (target: string) => /^[a-z]+:/.test(target);

  it('has links only to files and headings that are there', () => {
    const inside = targetsIn(page).filter((target) => !isExternal(target));
    expect(inside.filter((target) => !leadsSomewhere(target, page))).toEqual([]);
  });

  it('links to known addresses only', () => {
    const outside = targetsIn(page)
      .filter(isExternal)
      .map((target) => new URL(target).href);
    expect(outside.filter((target) => !knownAddresses.some((known) => target.startsWith(known)))).toEqual([]);
  });
});

it('one place says that the connector has no published home, and no other page names one', () => {
  const home = JSON.parse(textOf('spec.json')).documentationUrl.replace(/#.*/, '');
  expect(pages.filter((page) => textOf(page).includes(home))).toEqual(['docs/intercom.md']);
});

it.each(['src/streams/tags.ts', 'src/streams/companies/company-segments.ts'])(
  'CONTRIBUTING.md shows %s as it is',
  (example) => {
    const page = textOf('CONTRIBUTING.md');
    const unindented = page.replaceAll(/^ {3}/gm, '');
    expect(page + unindented).toContain(textOf(example));
  },
);

describe('docs/intercom.md', () => {
  const page = textOf('docs/intercom.md');

  it('has the headings of a page in the registry of Airbyte, in their order', () => {
    const headings = [...page.matchAll(/^##? (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([
      'Intercom',
      'Prerequisites',
      'Setup guide',
      'Supported sync modes',
      'Supported streams',
      'Performance considerations',
      'Data type map',
      'Limitations',
      'Troubleshooting',
      'Changelog',
    ]);
  });

  it('has each version of the changelog', () => {
    const versions = [...textOf('CHANGELOG.md').matchAll(/^## (\d\S*)/gm)].map(([, version]) => version);
    const rows = [...page.matchAll(/^\| (\d+\.\d+\.\d+) \|/gm)].map(([, version]) => version);
    expect(rows).toEqual(versions);
  });

  const troubles = page.slice(page.indexOf('## Troubleshooting'), page.indexOf('## Changelog'));
  const messages = [...troubles.matchAll(/^\| `(.+?)` \|/gm)].map(([, message = '']) => message);

  it('quotes messages', () => {
    expect(messages.length).toBeGreaterThan(20);
  });

  it.each(messages)('quotes a message of the code: %s', (message) => {
    const fixed = message.split('…').map((text) => text.trim().replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    expect(new RegExp(fixed.join('.{0,80}?')).test(sayings), 'no such message in src/').toBe(true);
  });
});

/** Everything in quotation marks in the sources, joined where the code joins it, with … for what is put in. */
const sayings = sourcesIn('src/')
  .map((file) => textOf(file))
  .map((code) => code.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, ''))
  .map((code) =>
    code
      .replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…')
      .replaceAll('… …', '…')
      .replaceAll("\\'", "'"),
  )
  .map((code) => code.replaceAll(/['"`] \+\s+['"`]/g, ''))
  .join('\n');

function sourcesIn(folder: string): readonly string[] {
  const names = readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => `${folder}${name}`);
}
