import type { ApiRequest, Body } from '../intercom/api.ts';
import { isObject } from '../json.ts';
import { customObjectSchema } from '../schemas/custom-object.ts';
import { recordsOf } from '../walks/pages.ts';
import { ListStream } from './list-stream.ts';

const PREFIX = 'custom_object_';

/** The objects of one type, whose identifier is part of the stream's name as Intercom writes it. */
export class CustomObjects extends ListStream {
  readonly name: string;
  readonly description: string;
  override readonly source = '150 records a call';
  readonly schema = customObjectSchema;
  readonly list;

  constructor(type: string) {
    super();
    this.name = `${PREFIX}${type}`;
    this.description = `A custom object of the type \`${type}\`.`;
    // An identifier is the user's: half of a surrogate pair, which no URL can hold, becomes a replacement character.
    const segment = encodeURIComponent(Buffer.from(type).toString());
    this.list = { path: `/custom_object_instances/${segment}`, recordsAt: 'data', perPage: 150 };
  }
}

/** The identifiers in the names of streams of custom objects, such as `Order` in `custom_object_Order`. */
export function customObjectTypesIn(names: readonly string[]): readonly string[] {
  return names.filter((name) => name.startsWith(PREFIX) && name !== PREFIX).map((name) => name.slice(PREFIX.length));
}

/** Where the types of custom objects that conversations refer to can be found: the API has no list of all types. */
export const REFERRING_ATTRIBUTES: ApiRequest = { method: 'GET', path: '/conversations/attributes' };

/** The identifiers of types in the answer to {@link REFERRING_ATTRIBUTES}, sorted. Throws when it is no such answer. */
export function referredTypes(body: Body): readonly string[] {
  const types = recordsOf(body, ['data'], REFERRING_ATTRIBUTES.path).flatMap(({ data_type: dataType, reference }) => {
    const type = isObject(reference) ? reference.object_type_id : undefined;
    return dataType === 'relationship' && typeof type === 'string' && type !== '' ? [type] : [];
  });
  return [...new Set(types)].sort();
}
