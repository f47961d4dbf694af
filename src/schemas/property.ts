import { z } from 'zod';

/**
 * The pieces that schemas are made of. Nearly all of them may be null or absent, since the API leaves out or nulls almost
 * every property at times. The exceptions are always there: {@link id}, {@link cursor}, {@link isoCursor} and
 * {@link position}.
 */

/** A key: a string that every row has. */
export const id = (description: string) => z.string().meta({ description });

/** A cursor, or a time that a key contains: Unix seconds that every row has. */
export const cursor = (description: string) => z.int().meta({ description: inSeconds(description) });

/** A place in a list, from 0, that every row has. */
export const position = (description: string) => z.int().meta({ description });

export const text = (description: string) => z.string().nullish().meta({ description });

export const integer = (description: string) => z.int().nullish().meta({ description });

export const number = (description: string) => z.number().nullish().meta({ description });

export const boolean = (description: string) => z.boolean().nullish().meta({ description });

/** A time in Unix seconds, the form of most times in the API. */
export const time = (description: string) =>
  z
    .int()
    .nullish()
    .meta({ description: inSeconds(description) });

/** A time in ISO 8601 text, the form of a few times in the API. */
export const isoTime = (description: string) => text(inIso(description));

/** A cursor in ISO 8601 text. */
export const isoCursor = (description: string) => id(inIso(description));

/** An object with known properties; it may have others too. */
export const object = <S extends z.ZodRawShape>(description: string, shape: S) =>
  z.looseObject(shape).nullish().meta({ description });

/** An object whose properties differ from row to row. */
export const openObject = (description: string) => z.looseObject({}).nullish().meta({ description });

/** An array of objects with known properties. */
export const objects = <S extends z.ZodRawShape>(description: string, shape: S) =>
  z.array(z.looseObject(shape)).nullish().meta({ description });

export const texts = (description: string) => z.array(z.string()).nullish().meta({ description });

export const integers = (description: string) => z.array(z.int()).nullish().meta({ description });

function inIso(description: string): string {
  return `${description}, ISO 8601`;
}

function inSeconds(description: string): string {
  return `${description}, Unix seconds`;
}
