import type { Body } from '../intercom/api.ts';
import type { Context, Page, Walk } from './walk.ts';

/** Fills in what a listing leaves out of a record; resolves with the record itself where nothing is missing. */
export type Completion = (record: Body) => Promise<Body>;

/** The same walk with each record made whole, those of a page side by side. `begin` is called once a read. */
export function complete(walk: Walk, begin: (context: Context) => Completion): Walk {
  return {
    ...walk,
    async *read(progress, context) {
      const completion = begin(context);
      for await (const page of walk.read(progress, context)) yield await completed(page, completion);
    },
  };
}

async function completed(page: Page<Body>, completion: Completion): Promise<Page<Body>> {
  return { ...page, records: await Promise.all(page.records.map(completion)) };
}
