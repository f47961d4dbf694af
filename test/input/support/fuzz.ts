import fc from 'fast-check';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { configuredCatalog } from '../../../scripts/configured-catalog.ts';
import type { CatalogStream } from '../../../scripts/lib/messages.ts';
import type { Connector } from '../../support/connector.ts';
import type { Outcome } from '../../support/outcome.ts';
import { faultsOf } from '../../support/verdict.ts';
import { TOKEN } from '../../support/workspaces.ts';
import { brokenText, mutationOf, mutationsOf, oddText, type Text } from './odd-json.ts';
import { broughtBy, wanted } from './wanted.ts';

interface Inputs {
  readonly config: Text;
  readonly catalog: Text;
  readonly state: Text | undefined;
}

const DAY_SECONDS = 86_400;

/** Commands with one input that is not as it should be, and what is wrong with how they ended. */
export class Fuzz {
  readonly configs: fc.Arbitrary<Text>;
  readonly catalogs: fc.Arbitrary<Text>;
  readonly states: fc.Arbitrary<Text>;
  /** Every single change of a config, of a catalog of one stream, and of the state of an unfinished sync. */
  readonly everyConfig: readonly Text[];
  readonly everyCatalog: readonly Text[];
  readonly everyState: readonly Text[];
  readonly contactsOnly: Text;
  /** Valid catalogs in each mix of modes. */
  readonly modes: fc.Arbitrary<Text>;
  readonly streams: readonly CatalogStream[];
  readonly valid: Inputs;
  readonly #sandbox: Sandbox;
  readonly #connector: Connector;

  private constructor(sandbox: Sandbox, connector: Connector, learnt: Learnt) {
    this.#sandbox = sandbox;
    this.#connector = connector;
    this.streams = learnt.streams;
    this.valid = { config: JSON.stringify(CONFIG), catalog: JSON.stringify(learnt.catalog), state: undefined };
    const contactsOnly = briefCatalog(learnt.streams.filter(({ name }) => name === 'contacts'));
    this.contactsOnly = JSON.stringify(contactsOnly);
    this.everyConfig = [...mutationsOf(CONFIG)];
    this.everyCatalog = [...mutationsOf(contactsOnly)];
    this.everyState = [...mutationsOf({ contacts: unfinishedState(sandbox.now()) })];
    this.configs = fc.oneof({ weight: 6, arbitrary: mutationOf(CONFIG) }, oddText, brokenText);
    this.catalogs = fc.oneof({ weight: 6, arbitrary: mutationOf(briefCatalog(learnt.streams)) }, oddText, brokenText);
    const states = learnt.states.map((state) => ({ weight: 3, arbitrary: mutationOf(state) }));
    this.states = fc.oneof(...states, oddText, brokenText);
    this.modes = fc.constantFrom(
      JSON.stringify(briefCatalog(learnt.streams)),
      JSON.stringify(briefCatalog(learnt.streams, 'full_refresh')),
    );
  }

  /** Learns catalog and states from the workspace itself. */
  static async prepare(sandbox: Sandbox, connector: Connector): Promise<Fuzz> {
    const config = JSON.stringify(CONFIG);
    const discovered = await connector.discover({ config });
    const streams = discovered.catalog;
    if (streams.length === 0) throw new Error(`Nothing was discovered: ${discovered.text.slice(0, 500)}`);
    const catalog = configuredCatalog(streams);
    const read = await connector.run('read', { config, catalog });
    return new Fuzz(sandbox, connector, { streams, catalog, states: statesToMutate(read, sandbox.now()) });
  }

  async command(command: 'check' | 'discover', config: Text): Promise<readonly string[]> {
    const outcome = await this.#connector.run(command, { config });
    const { length } = outcome.messages.filter(
      ({ type }) => type === (command === 'check' ? 'CONNECTION_STATUS' : 'CATALOG'),
    );
    const isResultRight = length === (outcome.exitCode === 0 ? 1 : 0);
    return [...faultsIn(outcome), ...(isResultRight ? [] : [`exit ${outcome.exitCode} with ${length} results`])];
  }

  async read(given: Partial<Inputs>): Promise<readonly string[]> {
    const inputs = { ...this.valid, ...given };
    const outcome = await this.#connector.run('read', inputs);
    const faults = faultsIn(outcome);
    return outcome.exitCode === 0 ? [...faults, ...this.#missing(outcome, inputs)] : faults;
  }

  /** A read that ends with 0 has brought all that the start date lets through and no number in the state vouches for. */
  #missing(outcome: Outcome, { config, catalog, state }: Inputs): readonly string[] {
    const start = Date.parse(Object(JSON.parse(config.trim())).start_date?.trim?.() || 'no') / 1000;
    const since = { start: Number.isNaN(start) ? yearBefore(this.#sandbox.now()) : start, state: latestIn(state) };
    const brought = broughtBy(outcome, this.streams);
    const statuses = outcome.lastStatuses;
    return namesIn(catalog).flatMap((name) => {
      const stream = this.streams.find((one) => one.name === name);
      if (stream === undefined || statuses[name] !== 'COMPLETE') return [`${name} is ${statuses[name]} and exit 0`];
      const missing = [...wanted(this.#sandbox, stream, since)].filter((key) => !brought.get(name)?.has(key));
      return missing.length === 0 ? [] : [`${name} lacks ${missing.length}, such as ${missing[0]}`];
    });
  }
}

/** No input may hold a command longer than this against a sandbox that answers at once. */
const LIMIT_MS = 20_000;

function faultsIn(outcome: Outcome): readonly string[] {
  const isSlow = outcome.tookMs > LIMIT_MS;
  return [...faultsOf(outcome), ...(isSlow ? [`took ${Math.round(outcome.tookMs)} ms`] : [])];
}

interface Learnt {
  readonly streams: readonly CatalogStream[];
  readonly catalog: object;
  readonly states: readonly unknown[];
}

const CONFIG = {
  access_token: TOKEN,
  region: 'us',
  start_date: '2020-01-31T00:00:00Z',
  lookback_window: 1,
  activity_logs_time_step: 30,
  api_rate_limit: 1_000_000,
  rate_limit_share: 95,
  max_in_flight: 20,
  message_bodies: 'html',
  custom_attributes_as_columns: false,
  custom_object_types: ['order'],
  report_datasets: ['conversation'],
  client_id: null,
  client_secret: 'c2VjcmV0LW9mLXRoZS1hcHA=',
  num_workers: 3,
};

/** Small enough that each of its fields gets its turn. */
function briefCatalog(streams: readonly CatalogStream[], mode?: 'full_refresh'): object {
  const brief = streams.map(({ name, supported_sync_modes: modes }) => ({
    stream: {
      name,
      json_schema: { type: 'object', properties: { custom_attributes: { properties: { plan: { type: 'string' } } } } },
    },
    sync_mode: mode ?? modes.at(-1),
    destination_sync_mode: 'append',
    cursor_field: null,
    primary_key: [['id']],
    generation_id: 1,
  }));
  return { streams: brief };
}

/** The states that a read leaves, in each envelope, and one of an unfinished sync. */
function statesToMutate(read: Outcome, now: number): readonly unknown[] {
  const last = read.lastStates.map(({ stream }) => stream);
  const perStream = Object.fromEntries(last.map((stream) => [stream.stream_descriptor.name, stream.stream_state]));
  const array = last.map((stream) => ({ type: 'STREAM', stream }));
  const unfinished = unfinishedState(now);
  return [
    array,
    array,
    [{ type: 'GLOBAL', global: { shared_state: null, stream_states: last } }],
    [{ type: 'LEGACY', data: perStream }],
    perStream,
    { contacts: unfinished, conversations: unfinished, conversation_parts: unfinished, tickets: unfinished },
    { contacts: { ...unfinished, progress: { ...unfinished.progress, mode: 'full_refresh' } }, companies: unfinished },
  ];
}

function unfinishedState(now: number) {
  const [since, from, until] = [now - 200 * DAY_SECONDS, now - 100 * DAY_SECONDS, now - DAY_SECONDS];
  const gap = { from, to: until, resume: { since: from, token: 'WzE3MDAwMDAwMDAsImFiYyIsMl0=' } };
  return { updated_at: String(from), progress: { mode: 'incremental', since, until, gaps: [gap], retry: ['1', '2'] } };
}

function namesIn(catalog: Text): string[] {
  const streams: unknown = Object(JSON.parse(catalog)).streams;
  return Array.isArray(streams) ? streams.map((configured) => String(Object(Object(configured).stream).name)) : [];
}

/** The latest second that any value of a state could stand for; -Infinity where it has none. */
function latestIn(state: Text | undefined): number {
  if (state === undefined) return Number.NEGATIVE_INFINITY;
  const texts = state.match(/-?\d[\d.eE+-]*|0x\d+|\d{4}-\d\d-\d\dT[\d:]+Z|Infinity/g) ?? [];
  const seconds = texts.map((text) => (text.endsWith('Z') ? Date.parse(text) / 1000 : Number(text)));
  return Math.max(Number.NEGATIVE_INFINITY, ...seconds.filter((second) => !Number.isNaN(second)));
}

function yearBefore(now: number): number {
  const date = new Date(now * 1000);
  date.setUTCFullYear(date.getUTCFullYear() - 1);
  return Math.floor(date.getTime() / 1000 / DAY_SECONDS) * DAY_SECONDS;
}
