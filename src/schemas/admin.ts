import { z } from 'zod';
import { boolean, id, integer, integers, object, text } from './property.ts';
import { type } from './shared.ts';

/** All of a teammate but the key and the picture, so that a note can embed its author. */
export const adminFields = {
  type,
  name: text('Full name'),
  email: text('Email address'),
  job_title: text('Job title'),
  away_mode_enabled: boolean('Whether the teammate is away'),
  away_mode_reassign: boolean('Whether new conversations are reassigned while the teammate is away'),
  away_status_reason_id: integer('Id of the away status reason'),
  has_inbox_seat: boolean('Whether the teammate has a paid inbox seat'),
  team_ids: integers('Ids of the teams the teammate belongs to'),
  team_priority_level: object('Ids of the teams by the priority they have for the teammate', {
    primary_team_ids: integers('Teams of first priority'),
    secondary_team_ids: integers('Teams of second priority'),
  }),
  role: object('Role that sets the permissions of the teammate', {
    type,
    id: text('Id of the role'),
    name: text('Name of the role'),
  }),
};

export const adminSchema = z.looseObject({
  ...adminFields,
  id: id('Id of the teammate'),
  avatar: object('Picture of the teammate', { image_url: text('Address of the picture') }),
});
