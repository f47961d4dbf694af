import { Refusal } from '../http/refusal.ts';
import { isRow } from '../json.ts';
import { dayOf } from './days.ts';

/** How a field is compared, which depends on the resource and the field. */
export type FieldKind = 'day' | 'second' | 'number' | 'text' | 'tag';

export interface FilterRules {
  /** The kind of a field, or undefined for one that can't be filtered by. */
  kindOf(field: string): FieldKind | undefined;
  /** Zone whose days a field of kind `day` is compared by. */
  readonly dayZone: string;
  readonly greaterIncludesEqual: boolean;
  /** The value, or for tags the list of values, that a row has. */
  valueOf(row: number, field: string): unknown;
  /** True for fields whose value costs next to nothing. */
  isCheap(field: string): boolean;
}

export type Predicate = (row: number) => boolean;

const filtersAtMost = 15;
const groupsAtMost = 2;

/** Turns the `query` of a search into a test of rows, or refuses it as the API does. */
export function compile(query: unknown, rules: FilterRules, depth = 0): Predicate {
  if (!isRow(query)) throw invalid('query must be an object');
  if (query.operator === 'AND' || query.operator === 'OR') return group(query.operator, query.value, rules, depth);
  return single(query, rules);
}

function group(operator: 'AND' | 'OR', value: unknown, rules: FilterRules, depth: number): Predicate {
  if (!Array.isArray(value) || value.length === 0) throw invalid('value of a group must be an array of filters');
  if (depth >= groupsAtMost) throw invalid(`Filters can be nested ${groupsAtMost} levels deep at most`);
  if (value.length > filtersAtMost) throw invalid(`A group can have ${filtersAtMost} filters at most`);
  const parts = value.map((part: unknown) => ({ test: compile(part, rules, depth + 1), cheap: isCheap(part, rules) }));
  const tests = parts.sort((a, b) => Number(b.cheap) - Number(a.cheap)).map((part) => part.test);
  return operator === 'AND' ? (row) => tests.every((test) => test(row)) : (row) => tests.some((test) => test(row));
}

function isCheap(part: unknown, rules: FilterRules): boolean {
  if (!isRow(part)) return false;
  if (Array.isArray(part.value) && part.field === undefined) return part.value.every((inner) => isCheap(inner, rules));
  return rules.isCheap(String(part.field));
}

function single(filter: Record<string, unknown>, rules: FilterRules): Predicate {
  const { field, operator, value } = filter;
  if (typeof field !== 'string' || typeof operator !== 'string')
    throw invalid('A filter needs field, operator and value');
  const kind = rules.kindOf(field);
  if (!kind) throw new Refusal(400, 'invalid_field', `${field} is not a searchable field`);
  const test = tests[kind](operator, value, rules, field);
  if (!test) throw new Refusal(400, 'parameter_invalid', `${operator} is not a valid operator for ${field}`);
  return (row) => test(rules.valueOf(row, field));
}

type Test = ((actual: unknown) => boolean) | undefined;

const tests: Record<FieldKind, (operator: string, value: unknown, rules: FilterRules, field: string) => Test> = {
  day: (operator, value, rules, field) => {
    if (!['=', '>', '<'].includes(operator)) return undefined;
    const day = dayOf(asNumber(value, field), rules.dayZone);
    if (operator === '=') return (actual) => isNumber(actual) && actual >= day.start && actual < day.end;
    if (operator === '>') return (actual) => isNumber(actual) && actual >= day.end;
    return (actual) => isNumber(actual) && actual < day.start;
  },
  second: (operator, value, rules, field) => {
    if (operator === '>' && rules.greaterIncludesEqual) return numeric('>=', value, field);
    return numeric(operator, value, field);
  },
  number: (operator, value, _rules, field) => numeric(operator, value, field),
  text: (operator, value) => {
    if (operator === 'IN') return inList(value);
    if (operator === 'NIN') return negated(inList(value));
    const wanted = value === null ? null : String(value).toLowerCase();
    const text = (actual: unknown) => (actual === null || actual === undefined ? null : String(actual).toLowerCase());
    if (operator === '=') return (actual) => text(actual) === wanted;
    if (operator === '!=') return (actual) => text(actual) !== wanted;
    const part = wanted ?? '';
    if (operator === '~') return (actual) => text(actual)?.includes(part) ?? false;
    if (operator === '!~') return (actual) => !(text(actual)?.includes(part) ?? false);
    if (operator === '^') return (actual) => text(actual)?.startsWith(part) ?? false;
    if (operator === '$') return (actual) => text(actual)?.endsWith(part) ?? false;
    return undefined;
  },
  tag: (operator, value) => {
    const has = (actual: unknown) => Array.isArray(actual) && actual.includes(String(value));
    if (operator === '=') return has;
    return operator === '!=' ? negated(has) : undefined;
  },
};

function numeric(operator: string, value: unknown, field: string): Test {
  if (operator === 'IN') return inList(value);
  if (operator === 'NIN') return negated(inList(value));
  if (value === null && (operator === '=' || operator === '!='))
    return (actual) => (actual == null) === (operator === '=');
  const wanted = asNumber(value, field);
  if (operator === '=') return (actual) => actual === wanted;
  if (operator === '!=') return (actual) => actual !== wanted;
  if (operator === '>') return (actual) => isNumber(actual) && actual > wanted;
  if (operator === '<') return (actual) => isNumber(actual) && actual < wanted;
  if (operator === '>=') return (actual) => isNumber(actual) && actual >= wanted;
  if (operator === '<=') return (actual) => isNumber(actual) && actual <= wanted;
  return undefined;
}

function inList(value: unknown): (actual: unknown) => boolean {
  if (!Array.isArray(value)) throw invalid('IN and NIN need an array');
  const wanted = new Set(value.map(String));
  return (actual) => wanted.has(String(actual));
}

function negated(test: (actual: unknown) => boolean): (actual: unknown) => boolean {
  return (actual) => !test(actual);
}

/** The API takes numbers and texts of digits. */
function asNumber(value: unknown, field: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string' && /^-?\d{1,15}$/.test(value)) return Number(value);
  throw new Refusal(400, 'parameter_invalid', `The value for ${field} must be a number`);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function invalid(message: string): Refusal {
  return new Refusal(400, 'parameter_invalid', message);
}
