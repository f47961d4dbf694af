import { gzipSync } from 'node:zlib';
import type { ApiRequest, Body } from '../../../src/intercom/api.ts';
import { incompleteAnswer } from '../../../src/intercom/incomplete-answer.ts';
import type { Gap } from '../../../src/progress/progress.ts';
import type { Export } from '../../../src/walks/exports/export.ts';
import { ScriptedApi } from './scripted-api.ts';
import { refusal } from './search-server.ts';

export const DAY = 86_400;

export interface ExportServer {
  /** The text of the file of the n-th job, from 0, or its status where it has none. */
  readonly job: (window: Gap, index: number) => { readonly text: string } | { readonly status: string };
  /** The n-th download, from 0, of a text; default: packed and whole. */
  readonly download?: (text: string, index: number) => AsyncIterable<Uint8Array>;
}

/** More requests than any test needs: a read that goes on without end fails instead. */
const MOST_REQUESTS = 1_000;

/** Where jobs are made and downloaded, with a list of what was asked for. */
export function serverOf({ job, download = (text) => whole(text) }: ExportServer) {
  const windows: Gap[] = [];
  const answers: ReturnType<ExportServer['job']>[] = [];
  let downloads = 0;
  const api = new ScriptedApi(({ path, body = {} }: ApiRequest, index): Body => {
    if (index >= MOST_REQUESTS) throw new Error('The read makes requests without end.');
    const [, action, id = ''] = path.split('/');
    if (action === 'make') {
      const window = { from: Number(body.from), to: Number(body.to) };
      windows.push(window);
      answers.push(job(window, windows.length - 1));
      return { job_identifier: `job-${answers.length - 1}`, status: 'pending' };
    }
    const answer = answers[Number(id.slice(4))];
    if (answer === undefined) throw refusal(404);
    if (action === 'file') return { file: download('text' in answer ? answer.text : '', downloads++) };
    return { status: 'text' in answer ? 'completed' : answer.status };
  });
  return { api, windows };
}

async function* whole(text: string): AsyncGenerator<Uint8Array> {
  yield gzipSync(text);
}

/** What the server exports: rows of an id and a time. */
export const source: Export = {
  create: ({ from, to }) => ({ method: 'POST', path: '/make', body: { from, to } }),
  status: (id) => ({ method: 'GET', path: `/status/${id}` }),
  download: (id) => ({ method: 'GET', path: `/file/${id}`, answersWith: 'file' }),
  cancel: (id) => ({ method: 'POST', path: `/cancel/${id}` }),
  mostRows: 5_000,
  keptSeconds: 40 * DAY,
  table: (header) => {
    if (header[0] !== 'id') throw incompleteAnswer('another file');
    return ([id, at]) => ({ id, at: Number(at) });
  },
};

export function csv(rows: readonly (readonly [id: string, at: number])[]): string {
  return ['id,at', ...rows.map((row) => row.join(','))].join('\n');
}
