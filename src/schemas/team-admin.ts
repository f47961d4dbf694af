import { z } from 'zod';
import { id } from './property.ts';

export const teamAdminSchema = z.looseObject({
  team_id: id('Id of the team, which is the id of its row in teams'),
  admin_id: id('Id of the teammate, which is the id of its row in admins'),
});
