import { isRow, type Row } from '../json.ts';
import type { Fault } from './faults.ts';
import type { ReplyBody } from './route.ts';

/** The answer's body as a fault that leaves it readable makes it; unchanged by any other. */
export function spoil(body: ReplyBody, fault: Fault | undefined): ReplyBody {
  if (typeof body === 'string' || Buffer.isBuffer(body)) return body;
  if (fault?.kind === 'dropEmbedded') return withoutField(body, fault.field, fault.id);
  if (fault?.kind === 'foreignNext') return withForeignNext(body, fault.to ?? 'https://elsewhere.example.com');
  return body;
}

/** From the records of a list, or from the record that the body itself is. */
function withoutField(body: Row, field: string, id: string | undefined): Row {
  const strip = (record: unknown) =>
    isRow(record) && (id === undefined || record.id === id) ? without(record, field) : record;
  if (typeof body.id === 'string') return id === undefined || body.id === id ? without(body, field) : body;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, Array.isArray(value) ? value.map(strip) : value]),
  );
}

function without(record: Row, field: string): Row {
  const { [field]: _dropped, ...rest } = record;
  return rest;
}

function withForeignNext(body: Row, host: string): Row {
  const pages = isRow(body.pages) ? body.pages : undefined;
  if (typeof pages?.next !== 'string') return body;
  const next = new URL(pages.next);
  return { ...body, pages: { ...pages, next: `${host}${next.pathname}${next.search}` } };
}
