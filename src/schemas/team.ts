import { z } from 'zod';
import { id, integer, integers, object, text } from './property.ts';
import { type } from './shared.ts';

export const teamSchema = z.looseObject({
  type,
  id: id('Id of the team'),
  name: text('Name of the team; a rename keeps the id'),
  admin_ids: integers('Ids of the teammates in the team'),
  admin_priority_level: object('Ids of the teammates by the priority they have in the team', {
    primary_admin_ids: integers('Teammates of first priority'),
    secondary_admin_ids: integers('Teammates of second priority'),
  }),
  assignment_limit: integer('How many conversations each member may have, where assignment is balanced'),
  distribution_method: text('How conversations are assigned to the members'),
});
