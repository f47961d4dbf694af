import { cp, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Outcome } from '../support/outcome.ts';
import { buildProgram, ending, executable, start } from '../support/program.ts';

let directory = '';
beforeAll(async () => {
  buildProgram();
  directory = await mkdtemp(join(tmpdir(), 'executable-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function file(name: string, content: string): Promise<string> {
  await writeFile(join(directory, name), content, { mode: 0o444 });
  return name;
}

/** Runs the executable in another directory than its own, without HOME. */
async function run(args: readonly string[], { program = executable, env = {} } = {}): Promise<Outcome> {
  const { PATH } = process.env;
  return new Outcome(await ending(start([program, ...args], { cwd: directory, env: { PATH, ...env } })));
}

/** Makes Node refuse the packages that only the other commands need. */
function refusing(packages: string): string {
  const hooks = `export async function resolve(name, context, next) {
    if (/^(${packages})$/.test(name)) throw new Error(name);
    return next(name, context);
  }`;
  const asUrl = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
  return `--import=${asUrl(`import { register } from 'node:module'; register(${JSON.stringify(asUrl(hooks))});`)}`;
}

describe('the executable', () => {
  it('R68: has a shebang and may be executed', async () => {
    expect(await readFile(executable, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect((await stat(executable)).mode & 0o111).toBe(0o111);
  });

  it('R1: spec prints exactly one SPEC, fast, from any directory and without HOME', async () => {
    const outcome = await run(['spec']);
    expect(outcome.messages.map(({ type }) => type)).toEqual(['SPEC']);
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
    expect(outcome.tookMs).toBeLessThan(20_000);
  });

  it('R1: spec loads neither the command line parser nor the HTTP client nor the logger nor the schemas', async () => {
    const outcome = await run(['spec'], { env: { NODE_OPTIONS: refusing('axios|axios-retry|winston|yargs|zod') } });
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('R68: works through a symbolic link', async () => {
    const link = join(directory, 'link');
    await symlink(executable, link);
    expect(await run(['spec'], { program: link })).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('says how to build it when it is not built', async () => {
    await mkdir(join(directory, 'copy/bin'), { recursive: true });
    await writeFile(join(directory, 'copy/package.json'), '{"type":"module"}');
    await cp(executable, join(directory, 'copy/bin/source-intercom'));
    const outcome = await run(['spec'], { program: join(directory, 'copy/bin/source-intercom') });
    expect(outcome).toMatchObject({ exitCode: 1, text: '', stderr: expect.stringContaining('npm run build') });
  });

  it.each([
    ['no token', '{"region":"us"}', 'access_token'],
    ['a blank token', '{"access_token":" "}', 'access_token'],
    ['an impossible date', '{"access_token":"abcdefgh","start_date":"2024-02-31T00:00:00Z"}', 'start_date'],
    ['a list', '[]', 'config'],
  ])('R7: check of a config with %s is FAILED and names the field', async (name, content, field) => {
    const outcome = await run(['check', '--config', await file(`${name}.json`, content)]);
    expect(outcome.messages).toHaveLength(1);
    expect(outcome.connectionStatus).toEqual([{ status: 'FAILED', message: expect.stringContaining(field) }]);
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it.each([
    ['missing', 'nowhere.json', undefined],
    ['broken', 'broken.json', '{"access_token": "abcdefgh"'],
    ['empty', 'empty.json', ''],
    ['a directory', '.', undefined],
  ])('R8: check of a file that is %s is one ERROR trace and no status', async (_name, name, content) => {
    if (content !== undefined) await file(name, content);
    const outcome = await run(['check', `--config=${name}`]);
    expect(outcome.messages).toHaveLength(1);
    expect(outcome.errors).toMatchObject([
      { failure_type: 'config_error', message: expect.stringContaining(`--config (${name})`) },
    ]);
    expect(outcome).toMatchObject({ exitCode: 1, stderr: '' });
    expect(outcome.text).not.toContain('abcdefgh');
  });

  it.each(['', 'nope', 'check', 'discover', 'read --config c', 'spec --bogus'])(
    'R12: "%s" ends with 2, usage on stderr and nothing on stdout',
    async (line) => {
      const outcome = await run(line.split(' ').filter(Boolean));
      expect(outcome).toMatchObject({ exitCode: 2, text: '', stderr: expect.stringContaining('--help') });
    },
  );

  it.each([
    ['--help', /source-intercom catalog /],
    ['--version', /^\d+\.\d+\.\d+\n$/],
  ])('answers %s on stdout', async (option, answer) => {
    const { PATH } = process.env;
    const ended = await ending(start([executable, option], { cwd: directory, env: { PATH } }));
    expect(ended).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(answer), stderr: '' });
  });
});
