/**
 * Brings a value, not null, to a type without losing anything of it; undefined where that can't be. Empty text is no
 * value: null, but for text.
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

/** ISO 8601 text becomes Unix seconds, where it says which: whole days are UTC, times need their zone. */
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

/** A double keeps any 15 significant digits. */
function isExactDecimal(text: string): boolean {
  return /^[+-]?\d+(\.\d+)?$/.test(text) && text.replaceAll(/^[+-]?[0.]*|\./g, '').length <= 15;
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
