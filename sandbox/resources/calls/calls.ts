import { byPageNumber } from '../../http/paging.ts';
import { notFound } from '../../http/refusal.ts';
import type { Row } from '../../json.ts';
import { listChanges } from '../../resource-kit/list-changes.ts';
import { listResource } from '../../resource-kit/list-resource.ts';
import type { Resource } from '../../resource-kit/resource.ts';
import { callRows, listedCalls } from './rows.ts';
import { callsWithTranscripts, transcriptFile, transcriptRows } from './transcripts.ts';

const scope = 'read_conversations';
const list = listResource({
  name: 'calls',
  path: '/calls',
  scope,
  paging: byPageNumber({ default: 25, max: 25 }),
  rows: listedCalls,
});
const { touch, add, random } = listChanges(callRows);

export const calls = {
  sizes: callRows.sizes,
  routes: [
    ...list.routes,
    {
      method: 'GET',
      path: '/calls/:id',
      scope,
      answer: ({ params: { id } }, workspace) => {
        const call = listedCalls(workspace).find((one) => one.id === id);
        if (!call) throw notFound('Call');
        return { body: call };
      },
    },
    { method: 'POST', path: '/calls/search', scope, answer: callsWithTranscripts },
    { method: 'GET', path: '/calls/:id/transcript', scope, answer: transcriptFile },
  ],
  tables: { ...list.tables, call_transcripts: { rows: transcriptRows } },
  changes: (workspace) => ({
    touchCall: (id: string, at?: number, patch?: Row) => touch(workspace, id, at, patch),
    /** Returns the new call's id. */
    addCall: (at?: number, patch?: Row) => add(workspace, at, patch),
  }),
  random: random('calls'),
} satisfies Resource;
