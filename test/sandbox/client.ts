import { isRow, type Row } from '../../sandbox/json.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Row;
}

/** Asks the sandbox as any client would; the body of an answer that isn't a JSON object is empty. */
export async function ask(
  sandbox: Sandbox,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(path.startsWith('http') ? path : sandbox.url + path, {
    method: body ? 'POST' : 'GET',
    headers: { Authorization: `Bearer ${sandbox.token}`, 'Content-Type': 'application/json', ...headers },
    redirect: 'manual',
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: objectIn(text) };
}

export function rowsOf(value: unknown): Row[] {
  return Array.isArray(value) ? value.filter(isRow) : [];
}

/** The error code of a refusal. */
export function codeOf(answer: Answer): unknown {
  return rowsOf(answer.body.errors)[0]?.code;
}

/** All records of a search, page after page. */
export async function searchAll(
  sandbox: Sandbox,
  path: string,
  key: string,
  search: object,
  perPage = 150,
): Promise<Row[]> {
  const found: Row[] = [];
  let after: unknown;
  do {
    const { body } = await ask(sandbox, path, { ...search, pagination: { per_page: perPage, starting_after: after } });
    found.push(...rowsOf(body[key]));
    const next = isRow(body.pages) ? body.pages.next : undefined;
    after = isRow(next) ? next.starting_after : undefined;
  } while (after !== undefined);
  return found;
}

function objectIn(text: string): Row {
  try {
    const value: unknown = JSON.parse(text);
    return isRow(value) ? value : {};
  } catch {
    return {};
  }
}
