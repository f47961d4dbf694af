import { dataAttributeSchema } from '../schemas/data-attribute.ts';
import { recordsOf } from '../walks/pages.ts';
import { ListStream } from './list-stream.ts';
import type { AttributeSource } from './stream.ts';

const PATH = '/data_attributes';
const RECORDS_AT = 'data';

type Model = 'contact' | 'company';

/** `contact_attributes` or `company_attributes`. */
export class DataAttributes extends ListStream {
  readonly name: string;
  readonly description: string;
  readonly schema = dataAttributeSchema;
  readonly list;
  override readonly primaryKey = ['full_name'];

  constructor(model: Model) {
    super();
    this.name = `${model}_attributes`;
    this.description = `An attribute of a ${model}, Intercom's own or custom. Archived ones are left out: they repeat names.`;
    this.list = { path: PATH, recordsAt: RECORDS_AT, query: { model } };
  }
}

/** Where the custom attributes of contacts or companies are defined. */
export function customAttributesOf(model: Model): AttributeSource {
  return {
    request: { method: 'GET', path: PATH, query: { model } },
    property: 'custom_attributes',
    definitions: (body) => recordsOf(body, [RECORDS_AT], PATH),
  };
}
