import { cursor, id } from './property.ts';

/** The columns by which the row of a child names its parent and, where the child is incremental, follows its changes. */

export const ofContact = {
  contact_id: id('Id of the contact'),
  contact_updated_at: cursor('When the contact last changed'),
};

export const ofConversation = {
  conversation_id: id('Id of the conversation'),
  conversation_updated_at: cursor('When the conversation last changed'),
};

export const ofTicket = {
  ticket_id: id('Id of the ticket, which is the id of its row in tickets and not its number in the inbox'),
  ticket_updated_at: cursor('When the ticket last changed'),
};

export const ofCompany = {
  company_id: id("Intercom's id of the company, which is the id of its row in companies"),
};
