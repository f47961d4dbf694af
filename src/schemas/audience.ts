import { z } from 'zod';
import { id, objects, text, time } from './property.ts';
import { type } from './shared.ts';

const condition = {
  attribute: text('Attribute that is compared, such as company.name'),
  type: text('Type of the attribute'),
  comparison: text('How it is compared, such as eq or contains'),
  value: text('Value it is compared with'),
};

export const audienceSchema = z.looseObject({
  type,
  id: id('Id of the audience'),
  name: text('Name of the audience'),
  predicates: objects('Conditions that a contact must meet', condition),
  role_predicates: objects("Conditions that the contact's role must meet", condition),
  created_at: time('When it was created'),
  updated_at: time('When it last changed'),
});
