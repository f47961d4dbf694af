import { z } from 'zod';
import { noteFields } from './note.ts';
import { cursor, id, integer, number, object, objects, openObject, text, time } from './property.ts';
import { segmentFields } from './segment.ts';
import { reference, tagFields, type } from './shared.ts';

const tags = object('Tags of the company', { type, tags: objects('The tags', tagFields) });

const segments = object('Segments the company is in', {
  type,
  segments: objects('The segments', {
    ...segmentFields,
    id: text('Id of the segment'),
    updated_at: time("When the segment's definition last changed"),
  }),
});

const notes = object('Notes on the company', {
  type,
  notes: objects('The notes', { ...noteFields, id: text('Id of the note'), company: reference('The company') }),
});

/** All of a company but its key and cursor, so that a conversation can embed one. */
export const companyFields = {
  type,
  company_id: text('Your own id of the company'),
  app_id: text('Id of the workspace'),
  name: text('Name of the company'),
  plan: object('Plan the company is on', { type, id: text('Id of the plan'), name: text('Name of the plan') }),
  size: integer('Number of employees'),
  website: text('Website'),
  industry: text('Industry'),
  monthly_spend: number('Monthly revenue from the company'),
  session_count: integer('Number of recorded sessions'),
  user_count: integer('Number of contacts in the company'),
  remote_created_at: time('When the company was created by your own account of it'),
  created_at: time('When the company was added to Intercom'),
  last_request_at: time('When anyone of the company was last seen'),
  tags,
  segments,
  notes,
  custom_attributes: openObject('Custom attributes by name'),
};

export const companySchema = z.looseObject({
  ...companyFields,
  id: id("Intercom's id of the company"),
  updated_at: cursor('When the company last changed'),
});
