import { recordsOf } from '../../walks/pages.ts';
import type { AttributeSource } from '../stream.ts';

const PATH = '/data_attributes';

/** Where the custom attributes of contacts or companies are defined. */
export function customAttributesOf(model: 'contact' | 'company'): AttributeSource {
  return {
    request: { method: 'GET', path: PATH, query: { model } },
    property: 'custom_attributes',
    definitions: (body) => recordsOf(body, ['data'], PATH),
  };
}
