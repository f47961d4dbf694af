import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox.ts';
import { streamNames } from '../../../sandbox/truth.ts';
import { checkLive } from '../../../scripts/live/live-check.ts';
import { findingsOf, type LiveCheck, toMarkdown } from '../../../scripts/live/report.ts';
import { parseConfig } from '../../../src/config/config.ts';
import { isObject, type JsonObject } from '../../../src/json.ts';
import { type Lies, startLiar } from './liar.ts';

/** Further back than any record. */
const DAYS = 100;
const SEARCHED = ['contacts', 'conversations', 'tickets'];

let sandbox: Sandbox;

beforeAll(async () => {
  const sizes = { contacts: 300, conversations: 300, tickets: 350, companies: 60, activity_logs: 60 };
  sandbox = await startSandbox({ sizes, spanDays: 20, rateLimit: { perWindow: 1_000_000 } });
});

afterAll(() => sandbox.close());

function checkAt(apiUrl: string, streams: readonly string[] = []): Promise<LiveCheck> {
  const config = parseConfig({ access_token: sandbox.token, custom_object_types: ['Order'] }, Date.now());
  const signal = new AbortController().signal;
  return checkLive({ config, days: DAYS, streams, version: '0.0.0', signal, apiUrl });
}

async function checkLiar(lies: Lies, streams: readonly string[]): Promise<LiveCheck> {
  const liar = await startLiar(sandbox, lies);
  try {
    return await checkAt(liar.url, streams);
  } finally {
    liar.close();
  }
}

/** Changes the records of a search's answer. */
function inSearch(name: string, key: string, change: (records: readonly unknown[]) => readonly unknown[]): Lies {
  return {
    answer: (path, body) => {
      const records = body[key];
      return path.startsWith(`/${name}/search`) && Array.isArray(records) ? { ...body, [key]: change(records) } : body;
    },
  };
}

describe('a workspace that is as the connector expects it', () => {
  let check: LiveCheck;
  let report: string;

  beforeAll(async () => {
    check = await checkAt(sandbox.url);
    report = toMarkdown(check);
  }, 120_000);

  it('has no findings', () => {
    expect(findingsOf(check)).toEqual([]);
    expect(report).toContain('None.');
  });

  it('is read in every stream, and counted where Intercom counts', () => {
    expect([...check.streams.values()].map(({ status }) => status)).not.toContain('INCOMPLETE');
    for (const name of ['contacts', 'conversations', 'tickets', 'companies', 'articles', 'collections', 'news_items']) {
      expect(check.before.get(name), name).toBe(check.streams.get(name)?.keys.size);
    }
  });

  it("compares contacts by days of the workspace's time zone, and the others by seconds", () => {
    const rules = check.searches.map(({ stream, semantics }) => [stream, semantics]);
    const seconds = { equal: ['seconds'], greater: ['excludes equal, by seconds'] };
    expect(Object.fromEntries(rules)).toEqual({
      contacts: {
        equal: ["days of the workspace's time zone"],
        greater: ["excludes equal, by days of the workspace's time zone"],
      },
      conversations: seconds,
      tickets: seconds,
    });
  });

  it('has a report without any value, id or name of the workspace', () => {
    const texts = new Set<string>([sandbox.token, 'Order', 'New_York']);
    for (const stream of streamNames()) for (const row of sandbox.truth(stream)) collectTexts(row, texts);
    // Words in lower case alone are the API's own, such as "contact".
    const leaked = [...texts].filter((text) => text.length > 4 && /[^a-z_.]/.test(text) && report.includes(text));
    expect(texts.size).toBeGreaterThan(5_000);
    expect(leaked).toEqual([]);
    expect(report).not.toMatch(/Order|\b1[67]\d{8}\b/);
  });
});

/** Ids, and whatever people wrote. */
function collectTexts(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') texts.add(value);
  else if (typeof value === 'number' && value > 100_000) texts.add(String(value));
  else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) collectTexts(inner, texts);
}

describe('a workspace that lies', () => {
  it('is caught by its counts', async () => {
    const lies: Lies = {
      answer: (_path, body) =>
        typeof body.total_count === 'number' ? { ...body, total_count: body.total_count + 7 } : body,
    };
    const found = findingsOf(await checkLiar(lies, ['tickets', 'articles']));
    const [tickets, articles] = [/^tickets: \d+ rows came, but Intercom counts \d+/, /^articles: \d+ rows came, but/];
    expect(found).toEqual(expect.arrayContaining([expect.stringMatching(tickets), expect.stringMatching(articles)]));
  });

  it('is caught by its order', async () => {
    const found = findingsOf(await checkLiar(inSearch('tickets', 'tickets', swapEnds), ['tickets']));
    expect(found).toContain('The search of tickets did not keep ascending order.');
    expect(found).toContain('The search of tickets did not keep descending order.');
  });

  it('is caught by fields that the schema does not know, and by other types', async () => {
    const add = (records: readonly unknown[]) =>
      records.map((record) => ({ ...Object(record), brand_new_field: 'secret', 'Own Name 7': 1, open: 'secret' }));
    const check = await checkLiar(inSearch('tickets', 'tickets', add), ['tickets']);
    expect(findingsOf(check)).toEqual([
      'tickets: 2 fields that the schema does not declare.',
      'tickets: 1 fields of another type than declared.',
    ]);
    const report = toMarkdown(check);
    expect(report).toContain('| tickets | brand_new_field | string |');
    expect(report).toContain('| tickets | (a name that is not shown) | integer |');
    expect(report).toContain('| tickets | open | declared boolean, found string |');
    expect(report).not.toMatch(/secret|Own Name/);
  });

  it('is caught by a search that rounds to eight hours', async () => {
    const lies: Lies = {
      request: (path, body) => (path.startsWith('/conversations/search') ? rounded(body) : body),
    };
    const check = await checkLiar(lies, ['conversations']);
    expect(check.searches[0]?.semantics?.equal).toEqual([]);
    expect(findingsOf(check)).toContain(
      'The search of conversations compares times by a rule that the connector does not expect.',
    );
    expect(toMarkdown(check)).toContain('by a rule that is not known');
  });

  it.each([
    ['utc', 'days in UTC'],
    ['seconds', 'seconds'],
  ] as const)('is told from one that searches contacts by another known rule: %s', async (contactDayRule, rule) => {
    sandbox.set({ contactDayRule });
    try {
      const check = await checkAt(sandbox.url, ['contacts']);
      expect(check.searches[0]?.semantics?.equal).toEqual([rule]);
      expect(findingsOf(check)).toEqual([]);
    } finally {
      sandbox.set({ contactDayRule: 'workspace' });
    }
  });

  it('is told from one whose > includes the value', async () => {
    sandbox.set({ greaterIncludesEqual: true });
    try {
      const { searches } = await checkAt(sandbox.url, ['tickets']);
      expect(searches[0]?.semantics?.greater).toEqual(['includes equal, by seconds']);
    } finally {
      sandbox.set({ greaterIncludesEqual: false });
    }
  });

  it('is caught by a search that ends early', async () => {
    const drop = inSearch('tickets', 'tickets', (records) => records.slice(1));
    const found = findingsOf(await checkLiar(drop, ['tickets']));
    expect(found.length).toBeGreaterThan(0);
  });
});

function swapEnds(records: readonly unknown[]): readonly unknown[] {
  return records.length < 2 ? records : [...records.slice(-1), ...records.slice(1, -1), ...records.slice(0, 1)];
}

const THIRD = 8 * 3_600;

/** Makes `= t` and `> t` mean the third of a day that holds t. */
function rounded(value: JsonObject): JsonObject {
  const { operator, value: time } = value;
  if (typeof time === 'number') {
    const third = Math.floor(time / THIRD) * THIRD;
    const from = { ...value, operator: '>', value: third - 1 };
    const to = { ...value, operator: '<', value: third + THIRD };
    if (operator === '=') return { operator: 'AND', value: [from, to] };
    if (operator === '>') return { ...value, value: third + THIRD - 1 };
    return value;
  }
  const inner = Object.entries(value).map(([name, one]) => [
    name,
    Array.isArray(one)
      ? one.map((each) => (isObject(each) ? rounded(each) : each))
      : isObject(one)
        ? rounded(one)
        : one,
  ]);
  return Object.fromEntries(inner);
}

it('refuses a stream that does not exist before it reads anything', async () => {
  const before = sandbox.calls.count();
  await expect(checkAt(sandbox.url, ['tickts'])).rejects.toThrow('There is no stream tickts');
  expect(sandbox.calls.count()).toBe(before);
});

it('only reads: GET requests, searches, the list of companies and exports', async () => {
  const posts = sandbox.calls.all(({ method }) => method !== 'GET').map(({ path }) => path);
  expect(new Set(posts)).toEqual(
    new Set([...SEARCHED.map((name) => `/${name}/search`), '/calls/search', '/companies/list', '/export/content/data']),
  );
});
