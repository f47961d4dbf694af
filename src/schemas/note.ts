import { z } from 'zod';
import { adminFields } from './admin.ts';
import { ofCompany, ofContact } from './parent-columns.ts';
import { id, object, text, time } from './property.ts';
import { reference, type } from './shared.ts';

/** All of a note but its key and what it is about, so that a company can embed one. */
export const noteFields = {
  type,
  body: text('Text of the note, HTML or plain text as configured'),
  author: object('Teammate who wrote the note, if one did', { ...adminFields, id: text('Id of the teammate') }),
  created_at: time('When the note was written'),
};

const noteColumns = { ...noteFields, id: id('Id of the note') };

export const contactNoteSchema = z.looseObject({ ...noteColumns, ...ofContact, contact: reference('The contact') });

export const companyNoteSchema = z.looseObject({ ...noteColumns, ...ofCompany, company: reference('The company') });
