import { afterAll, afterEach, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { Connector } from '../support/connector.ts';

const sandbox = await startSandbox({ sizes: { contacts: 5, companies: 5, conversations: 5, tickets: 5 } });
const connector = new Connector(sandbox);

afterEach(() => sandbox.faults.clear());
afterAll(() => sandbox.close());

function failing(path: string | RegExp, status: number, code?: string): void {
  const match = { path };
  sandbox.faults.add({ kind: 'status', status, ...(code && { code }), match, times: Number.POSITIVE_INFINITY });
}

it.each([
  ['the plan does not include', '/macros', 403, 'api_plan_restricted', 'macros'],
  ['the workspace does not have', '/brands', 404, 'not_found', 'brands'],
])('check succeeds and names the stream that %s', async (_name, path, status, code, stream) => {
  failing(path, status, code);
  const outcome = await connector.check();

  expect(outcome.connectionStatus).toEqual([{ status: 'SUCCEEDED' }]);
  expect(outcome.warnings).toEqual([expect.stringMatching(`^Not readable now: ${stream}\\. .*deselect this stream`)]);
});

it('check names all streams that one missing permission costs in one warning, whichever requests show it', async () => {
  failing('/conversations/search', 403, 'forbidden');
  failing('/contacts/search', 403, 'forbidden');
  failing('/data_attributes', 403, 'forbidden');
  const outcome = await connector.check();

  expect(outcome.warnings.toSorted()).toEqual([
    expect.stringMatching(
      /^Not readable now: companies, company_attributes, company_notes, company_segments, company_tags, contact_attributes, contact_companies, contact_events, contact_notes, contact_segments, contact_subscriptions, contact_tags, contacts\. .*"Read and list users and companies"/,
    ),
    expect.stringMatching(
      /^Not readable now: conversation_contacts, conversation_handling_events, conversation_parts, conversation_tags, conversation_teammates, conversations, side_conversations\. .*"Read conversations"/,
    ),
  ]);
});

it('check fails when no stream can be read, and says why', async () => {
  failing(/^\/(?!me$)/, 403, 'forbidden');
  const outcome = await connector.check();

  expect(outcome).toMatchObject({ exitCode: 0 });
  const message = expect.stringMatching(
    /^No stream can be read with this access token\. .*lacks the permission "Read .*\. And \d+ more: the log names the streams/,
  );
  expect(outcome.connectionStatus).toEqual([{ status: 'FAILED', message }]);
  expect(outcome.warnings.length).toBeGreaterThan(3);
});

it('check succeeds when a single stream can be read', async () => {
  failing(/^\/(?!me$|tags$)/, 403, 'forbidden');
  const outcome = await connector.check();

  expect(outcome.connectionStatus).toEqual([{ status: 'SUCCEEDED' }]);
});

it('check takes "not found" for the children of nobody as a sign that they may be read', async () => {
  sandbox.calls.clear();
  const outcome = await connector.check();

  expect(outcome.warnings).toEqual([]);
  expect(sandbox.calls.count('/contacts/000000000000000000000000/notes')).toBe(1);
});

it('check names a stream by the permission of its own endpoint, too', async () => {
  failing('/events', 403, 'forbidden');
  failing('/help_center/help_centers/0/redirects', 403, 'forbidden');
  const outcome = await connector.check();

  expect(outcome.warnings.toSorted()).toEqual([
    expect.stringMatching(/^Not readable now: contact_events\. .*"Read events"/),
    expect.stringMatching(/^Not readable now: redirects\. .*"read_help_center_redirects_scope"/),
  ]);
});
