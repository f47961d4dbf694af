import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { TerminalPicture } from '../../scripts/lib/terminal-picture.ts';
import { buildProgram, ending, executable, root, start } from '../support/program.ts';

const hasPython = spawnSync('python3', ['-c', 'import pty, fcntl, termios']).status === 0;
const sandbox = await startSandbox({ sizes: { contacts: 400, companies: 5, conversations: 5, tickets: 5 } });
const files = { config: { access_token: sandbox.token }, catalog: catalogOf('contacts', 'tags', 'tickets') };

let directory = '';
beforeAll(async () => {
  buildProgram();
  directory = await mkdtemp(join(tmpdir(), 'terminal-'));
  await write('config', files.config);
  await write('catalog', files.catalog);
});
afterAll(async () => {
  await sandbox.close();
  await rm(directory, { recursive: true });
});

function catalogOf(...names: readonly string[]) {
  return { streams: names.map((name) => ({ stream: { name }, sync_mode: 'full_refresh' })) };
}

const write = (name: string, content: object) => writeFile(join(directory, name), JSON.stringify(content));

interface Options {
  readonly env?: NodeJS.ProcessEnv;
  readonly url?: string;
  readonly rows?: number;
  /** Sends SIGINT when the terminal has shown this. */
  readonly stopAt?: RegExp;
}

/** Runs a command whose stderr is a terminal and whose stdout is a file, as a user does. */
async function run(line: string, { env = {}, url = sandbox.url, rows = 20, stopAt }: Options = {}) {
  const helper = join(root, 'test/support/in-terminal.py');
  const command = ['python3', helper, '100', String(rows), join(directory, 'stdout'), executable, ...line.split(' ')];
  const { PATH } = process.env;
  const child = start(command, {
    cwd: directory,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH, TERM: 'xterm', INTERCOM_API_URL: url, ...env },
  });
  let shown = '';
  child.stdout?.on('data', (text: Buffer | string) => {
    shown += String(text);
    if (stopAt?.test(shown) && child.stdin?.writable) child.stdin.end('SIGINT\n');
  });
  const { stdout, stderr, exitCode } = await ending(child);
  expect(stderr).toBe('');
  const picture = new TerminalPicture(100, rows);
  await picture.write(stdout);
  return { raw: stdout, lines: picture.allLines, exitCode, output: await readFile(join(directory, 'stdout'), 'utf8') };
}

const READ = 'read --config config --catalog catalog';

describe.skipIf(!hasPython)('where stderr is a terminal and stdout a file', () => {
  it('a read shows errors and ends with a line for each stream', async () => {
    sandbox.set({ withoutScopes: ['read_tickets'] });
    const { lines, exitCode, output } = await run(READ);
    sandbox.set({ withoutScopes: [] });
    expect(exitCode).toBe(1);
    expect(lines[0]).toMatch(/^ERROR tickets: The access token lacks the permission "Read tickets"/);
    expect(lines).toContainEqual(expect.stringMatching(/^contacts +COMPLETE +\d+ +\d+ /));
    expect(lines).toContainEqual(expect.stringMatching(/^tickets +INCOMPLETE +0 +1 .*The access token lacks/));
    expect(lines.at(-1)).toMatch(/^2 of 3 streams COMPLETE: /);
    expect(
      output
        .trim()
        .split('\n')
        .every((line) => line.startsWith('{"type":"')),
    ).toBe(true);
  });

  it('a wrong token, a missing file and the answer of a check are seen', async () => {
    await write('wrong', { access_token: 'not-the-token' });
    const wrong = await run('read --config wrong --catalog catalog');
    expect(wrong.lines.join('')).toContain('ERROR Intercom rejected the access token.');
    const missing = await run('read --config config --catalog nowhere');
    expect(missing.lines.join('')).toContain('ERROR The file given as --catalog (nowhere) does not exist.');
    expect((await run('check --config config')).lines).toEqual(['SUCCEEDED']);
    expect((await run('check --config wrong')).lines.join('')).toMatch(/^FAILED Intercom rejected the access token\./);
  });

  it('a host that does not answer is named at once, and that it is tried again', async () => {
    const stopAt = /Trying again/;
    const { lines } = await run(READ, { url: 'http://127.0.0.1:1', stopAt });
    expect(lines[0]).toBe("WARN  127.0.0.1:1 can't be reached (ECONNREFUSED). Trying again for up to 5 minutes.");
  });

  it('the table is redrawn in place, without colours where NO_COLOR says so', async () => {
    sandbox.set({ latencyMs: 300 });
    const { raw, lines } = await run(READ, { env: { NO_COLOR: '1' } });
    sandbox.set({ latencyMs: 0 });
    expect(raw).toContain('▸ contacts');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are made of.
    expect(raw).not.toMatch(/\u001b\[[\d;]*m/);
    expect(lines.filter((line) => line.includes('contacts'))).toHaveLength(1);
  });

  it('Ctrl-C prints the summary, and what to go on with', async () => {
    sandbox.set({ latencyMs: 2_000 });
    const { lines, exitCode } = await run(READ, { stopAt: /streams ended/ });
    sandbox.set({ latencyMs: 0 });
    expect(exitCode).toBe(130);
    expect(lines).toContainEqual(expect.stringMatching(/^contacts +STOPPED +0 /));
    expect(lines.join('')).toMatch(
      /Stopped with \d streams unfinished\. To go on from here, read again with --state and the file that the output went to\.$/,
    );
  });

  it('--no-progress leaves the table out', async () => {
    const { raw, lines } = await run(`${READ} --no-progress`);
    expect(raw).not.toContain('gone');
    expect(lines.at(-1)).toMatch(/^3 of 3 streams COMPLETE: /);
  });
});

it('what a stopped read has printed is the state that the next one goes on with', async () => {
  await write('catalog-of-tags', catalogOf('contacts'));
  const command = [executable, 'read', '--config', 'config', '--catalog', 'catalog-of-tags'];
  const env = { ...process.env, INTERCOM_API_URL: sandbox.url };
  const first = await ending(start(command, { cwd: directory, env }));
  await writeFile(join(directory, 'first.jsonl'), first.stdout);
  const next = await ending(start([...command, '--state', 'first.jsonl'], { cwd: directory, env }));
  expect(first.stdout.match(/"type":"RECORD"/g)?.length).toBeGreaterThan(100);
  expect(next.stdout).not.toContain('"type":"RECORD"');
  expect(next).toMatchObject({ exitCode: 0, stderr: '' });
});
