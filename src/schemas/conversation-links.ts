import { z } from 'zod';
import { ofConversation } from './parent-columns.ts';
import { id, text } from './property.ts';
import { appliedTagFields, contactReference } from './shared.ts';

/** Which conversation has which tag, contact or teammate. */

export const conversationTagSchema = z.looseObject({
  ...appliedTagFields,
  ...ofConversation,
  id: id('Id of the tag, which is the id of its row in tags'),
});

export const conversationContactSchema = z.looseObject({
  ...contactReference,
  ...ofConversation,
  id: id('Id of the contact, which is the id of its row in contacts'),
});

export const conversationTeammateSchema = z.looseObject({
  type: text('Kind of teammate, such as admin'),
  ...ofConversation,
  id: id('Id of the teammate, which is the id of its row in admins'),
});
