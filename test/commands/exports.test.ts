import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { Connector } from '../support/connector.ts';
import { streamNames } from '../support/inputs.ts';
import { useVirtualTime } from '../support/virtual-time.ts';

useVirtualTime();

const sandbox = await startSandbox({
  sizes: { contacts: 5, companies: 5, conversations: 60, tickets: 5, message_receipts: 60 },
  spanDays: 60,
  rateLimit: { perWindow: 100_000 },
});
const connector = new Connector(sandbox);
const ratings = { report_datasets: ['conversation_rating_sent'] };

beforeEach(() => sandbox.calls.clear());
afterEach(() => {
  sandbox.faults.clear();
  sandbox.set({ exports: { packing: 'zip', isNoDataSaid: true, receiptTimes: 'seconds', clientId: '' } });
});
afterAll(() => sandbox.close());

const madeJobs = () => sandbox.calls.all().filter(({ method, path }) => method === 'POST' && path.includes('/export/'));

describe('no job is made', () => {
  it('by check and discover', async () => {
    expect((await connector.check()).exitCode).toBe(0);
    expect((await connector.discover()).exitCode).toBe(0);
    expect(madeJobs()).toEqual([]);
  });

  it('by a read of all other streams', async () => {
    const others = streamNames.filter((name) => !/^(message_receipts|report_)/.test(name));
    expect((await connector.read(others, 'full_refresh')).exitCode).toBe(0);
    expect(madeJobs()).toEqual([]);
  });
});

describe('check', () => {
  it('says what the token may not export, with the names of the permissions', async () => {
    const poor = await startSandbox({ scopes: ['read_tags'], rateLimit: { perWindow: 100_000 } });
    const { warnings } = await new Connector(poor).check();
    await poor.close();
    const ours = warnings.filter((warning) => /message_receipts|report_/.test(warning));
    expect(ours).toEqual([
      expect.stringMatching(/^Not readable now: message_receipts\. .*"Export message data"/),
      expect.stringMatching(/^Not readable now: report_conversation\. .*"export_reporting_data"/),
    ]);
  });

  it('says nothing of exports that the token may make', async () => {
    const { warnings } = await connector.check();
    expect(warnings).toEqual([]);
  });
});

describe('discover', () => {
  it('has a stream for each report that is configured, with the columns of its dataset', async () => {
    const { schemas } = await connector.discover();
    expect([...schemas.keys()].filter((name) => name.startsWith('report_'))).toEqual(['report_conversation']);
    const { properties } = Object(schemas.get('report_conversation'));
    const types = Object.keys(properties).map((name) => [name, Object(properties[name]).type]);
    expect(Object.fromEntries(types)).toEqual({
      row_id: 'string',
      row_time: 'integer',
      conversation_id: ['null', 'string'],
      conversation_started_at: ['null', 'integer'],
      channel: ['null', 'string'],
      first_response_time: ['null', 'number'],
      first_assigned_teammate_id: ['null', 'string'],
      people_Brand: ['null', 'string'],
      conversation_Brand: ['null', 'string'],
      conversation_topics: ['null', 'string'],
    });
  });

  it('has none by default', async () => {
    const { schemas } = await connector.discover({ config: { report_datasets: null } });
    expect([...schemas.keys()].filter((name) => name.startsWith('report_'))).toEqual([]);
    expect(sandbox.calls.count('/export/reporting_data/get_datasets')).toBe(0);
  });

  it('goes without the columns of a dataset that the workspace lacks, and names those that it has', async () => {
    const { exitCode, schemas, warnings } = await connector.discover({ config: { report_datasets: ['nothing'] } });
    expect(exitCode).toBe(0);
    expect(Object.keys(Object(schemas.get('report_nothing')).properties)).toEqual(['row_id', 'row_time']);
    expect(warnings).toContainEqual(
      expect.stringMatching(/no reporting dataset "nothing"\. It has conversation, conversation_rating_sent\./),
    );
  });
});

describe('a report', () => {
  it('whose dataset has vanished is INCOMPLETE with the reason, and makes no job', async () => {
    const outcome = await connector.read(['report_nothing', 'tags'], 'incremental');
    expect(outcome.error('report_nothing')).toMatchObject({
      failure_type: 'config_error',
      message: expect.stringMatching(/^The workspace has no reporting dataset "nothing"/),
    });
    expect(outcome.statuses('report_nothing').at(-1)).toBe('INCOMPLETE');
    expect(outcome.statuses('tags').at(-1)).toBe('COMPLETE');
    expect(madeJobs()).toEqual([]);
  });

  it.each([
    ['times by the clock, heads by id', { reportTimes: 'wall', reportHeads: 'id' }],
    ['Unix seconds, heads by qualified id', { reportTimes: 'seconds', reportHeads: 'qualified_id' }],
  ] as const)('with %s has the same rows as the workspace', async (_what, exports) => {
    sandbox.set({ exports, timeZone: 'Asia/Kolkata' });
    const outcome = await connector.read(['report_conversation'], 'incremental');
    const byId = (rows: readonly object[]) =>
      rows.toSorted((a, b) => String(Object(a).row_id).localeCompare(Object(b).row_id));
    expect(byId(outcome.rows('report_conversation'))).toEqual(byId([...sandbox.truth('report_conversation')]));
  });

  it('whose rows have no id of their own has one that is the same in each sync, and another for each row', async () => {
    const idsOf = async () => {
      const outcome = await connector.read(['report_conversation_rating_sent'], 'incremental', { config: ratings });
      expect(outcome.errors).toEqual([]);
      return outcome.rows('report_conversation_rating_sent').map(({ row_id: id }) => String(id));
    };
    const ids = await idsOf();
    expect(ids).toHaveLength(20);
    expect(new Set(ids).size).toBe(20);
    expect(await idsOf()).toEqual(ids);
  });

  it('that Intercom refuses without the client ID of the app says so, and comes once it is filled in', async () => {
    sandbox.set({ exports: { clientId: 'c1' } });
    const refused = await connector.read(['report_conversation'], 'incremental');
    expect(refused.statuses('report_conversation').at(-1)).toBe('INCOMPLETE');
    expect(refused.error('report_conversation')?.message).toContain('fill in client_id and sync again');
    const config = { client_id: 'c1' };
    const outcome = await connector.read(['report_conversation'], 'incremental', { config, state: refused.lastStates });
    expect([outcome.exitCode, outcome.rows('report_conversation').length]).toEqual([0, 60]);
  });

  it('names columns that the configured catalog does not have yet', async () => {
    const outcome = await connector.read(['report_conversation'], 'incremental');
    expect(outcome.text).toMatch(/report_conversation: Intercom sends fields .* channel, /);
  });
});

describe('message receipts', () => {
  const plain = (rows: readonly object[]) =>
    rows.map((row) => JSON.stringify(Object.entries(row).toSorted())).toSorted();

  it.each([
    { packing: 'zip', isNoDataSaid: true },
    { packing: 'zip', isNoDataSaid: false },
    { packing: 'gzip', isNoDataSaid: false },
    { packing: 'plain', isNoDataSaid: false },
    { packing: 'zip', receiptFiles: 1, isInclusive: false },
    { packing: 'zip', receiptFiles: 7, isInclusive: true },
  ] as const)('come whole, with quotes and line breaks, from %o', async (exports) => {
    sandbox.set({ exports });
    const outcome = await connector.read(['message_receipts'], 'incremental');
    expect(outcome.errors).toEqual([]);
    expect(plain(outcome.rows('message_receipts'))).toEqual(plain([...sandbox.truth('message_receipts')]));
    expect(outcome.text).toMatch(/she said,\\n/);
  });

  it('all come where their times do not name a zone and are not of that of the workspace', async () => {
    sandbox.set({ exports: { receiptTimes: 'utc' }, timeZone: 'Asia/Tokyo' });
    const first = await connector.read(['message_receipts'], 'incremental');
    const id = sandbox.change.addMessageReceipt();
    const second = await connector.read(['message_receipts'], 'incremental', { state: first.lastStates });
    expect(first.rows('message_receipts')).toHaveLength(60);
    expect(second.column('message_receipts', 'receipt_id')).toContain(id);
  });

  it('that change later come again within the lookback window, and only then', async () => {
    const first = await connector.read(['message_receipts'], 'incremental');
    const day = 86_400;
    const [id] = [...sandbox.truth('message_receipts')]
      .filter(({ received_at: at }) => Number(at) < sandbox.now() - 3 * day && Number(at) > sandbox.now() - 9 * day)
      .map(({ receipt_id }) => String(receipt_id));
    sandbox.change.openMessage(String(id));
    const readOn = async (lookback: number) => {
      const inputs = { state: first.lastStates, config: { lookback_window: lookback } };
      const outcome = await connector.read(['message_receipts'], 'incremental', inputs);
      return outcome.rows('message_receipts').find(({ receipt_id }) => receipt_id === id);
    };
    expect(await readOn(0)).toBeUndefined();
    expect(Number((await readOn(10))?.first_open)).toBeGreaterThan(sandbox.now() - 3_600);
  });
});
