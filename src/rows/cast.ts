/**
 * Converts a value other than null to a type. Undefined where that would lose something, such as 4.5 as an integer. Empty
 * text stays as it is for the type text and is null for the others.
 */
export type Cast = (value: unknown) => unknown;

export const CASTS: ReadonlyMap<string, Cast> = new Map<string, Cast>([
  ['string', toText],
  ['integer', toInteger],
  ['number', toNumber],
  ['boolean', toBoolean],
]);

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** ISO 8601 text becomes Unix seconds: a date is midnight UTC, a time has to name its time zone. */
function toInteger(value: unknown): number | null | undefined {
  if (value === '') return null;
  const number = toNumber(value) ?? isoSeconds(value);
  return Number.isInteger(number) ? number : undefined;
}

function toNumber(value: unknown): number | null | undefined {
  if (typeof value === 'number') return value;
  if (value === '') return null;
  return typeof value === 'string' && isExactDecimal(value) ? Number(value) : undefined;
}

function toBoolean(value: unknown): boolean | null | undefined {
  if (typeof value === 'boolean') return value;
  if (value === '') return null;
  return value === 'true' ? true : value === 'false' ? false : undefined;
}

/** A number holds any 15 significant digits exactly, and integers up to 2^53. */
function isExactDecimal(text: string): boolean {
  if (/^[+-]?\d+$/.test(text)) return Number.isSafeInteger(Number(text));
  return /^[+-]?\d+\.\d+$/.test(text) && text.replaceAll(/^[+-]?[0.]*|\./g, '').length <= 15;
}

const ISO = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.0+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

function isoSeconds(value: unknown): number | undefined {
  const day = typeof value === 'string' ? ISO.exec(value)?.[1] : undefined;
  if (day === undefined || typeof value !== 'string') return undefined;
  const seconds = Date.parse(value) / 1000;
  return Number.isNaN(seconds) || !isOnCalendar(day) ? undefined : seconds;
}

function isOnCalendar(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
