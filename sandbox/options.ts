import { z } from 'zod';
import { isRow, type Row } from './json.ts';

/** One option: all that its type, default, JSON form and command line flag are derived from. */
export interface Option<T> {
  readonly schema: z.ZodType<T>;
  readonly default: T;
  readonly about: string;
  /** Its name on the command line, without dashes; absent where it can't be given there. */
  readonly flag?: string;
}

/** Options by name, and groups of them. */
export interface Declared {
  readonly [name: string]: Option<unknown> | Declared;
}

/** Some of the declared options, as a caller gives them. */
export type Chosen<D> = { readonly [K in keyof D]?: D[K] extends Option<infer T> ? T : Chosen<D[K]> };

/** The values of all declared options. */
export type InForce<D> = { -readonly [K in keyof D]: D[K] extends Option<infer T> ? T : InForce<D[K]> };

/** An option as the command line offers it; `path` is its name with those of its groups before it. */
export interface Flag {
  readonly flag: string;
  readonly path: readonly string[];
  readonly default: unknown;
  readonly about: string;
}

export function option<T>(schema: z.ZodType<T>, byDefault: T, about: string, flag?: string): Option<T> {
  return { schema, default: byDefault, about, ...(flag !== undefined && { flag }) };
}

/** A function can't be given as JSON, so its type is all that is known of it. */
export function functionSchema<T extends (...args: never[]) => unknown>(): z.ZodType<T> {
  return z.custom<T>((value) => typeof value === 'function');
}

/** The default of each option. */
export function defaultsOf<D extends object>(declared: D): InForce<D>;
export function defaultsOf(declared: Declared): object {
  return mapped(declared, (one) => (isOption(one) ? one.default : defaultsOf(one)));
}

/** Puts the chosen options in force. Those that aren't chosen stay as they are, within a group too. */
export function putInForce<D extends object>(declared: D, values: InForce<D>, chosen: Chosen<D>): void;
export function putInForce(declared: Declared, values: Row, chosen: Row): void {
  put(declared, values, chosen);
}

/** Checks options that came as JSON; throws on an unknown name and on a value of another type. */
export function parsed<D extends object>(declared: D, json: unknown): Chosen<D>;
export function parsed(declared: Declared, json: unknown): object {
  if (!isRow(json)) throw new Error('Options must be a JSON object');
  const unknownName = Object.keys(json).find((name) => !Object.hasOwn(declared, name));
  if (unknownName !== undefined) throw new Error(`There is no option ${unknownName}`);
  const given = Object.fromEntries(Object.entries(declared).filter(([name]) => json[name] !== undefined));
  return mapped(given, (one, name) => (isOption(one) ? one.schema.parse(json[name]) : parsed(one, json[name])));
}

export function flagsOf(declared: Declared, path: readonly string[] = []): Flag[] {
  return Object.entries(declared).flatMap(([name, one]) => {
    if (!isOption(one)) return flagsOf(one, [...path, name]);
    return one.flag === undefined ? [] : [{ ...one, flag: one.flag, path: [...path, name] }];
  });
}

function put(declared: Declared, values: Row, chosen: Row): void {
  for (const [name, one] of Object.entries(declared)) {
    const value = chosen[name];
    const group = values[name];
    if (value === undefined) continue;
    if (isOption(one)) values[name] = value;
    else if (isRow(group) && isRow(value)) put(one, group, value);
  }
}

function mapped(declared: Declared, map: (one: Option<unknown> | Declared, name: string) => unknown): object {
  return Object.fromEntries(Object.entries(declared).map(([name, one]) => [name, map(one, name)]));
}

function isOption(one: Option<unknown> | Declared): one is Option<unknown> {
  return one.schema instanceof z.ZodType;
}
