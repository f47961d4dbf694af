import { z } from 'zod';
import { companyFields } from './company.ts';
import { aiAgent, salesAgent } from './conversation-agents.ts';
import { monitorEvaluations, scorecards } from './conversation-quality.ts';
import { statistics } from './conversation-statistics.ts';
import { boolean, cursor, id, integer, object, objects, openObject, text, time } from './property.ts';
import {
  appliedTagFields,
  attachments,
  author,
  contactReference,
  contacts,
  emailMetadata,
  linkedObjects,
  type,
} from './shared.ts';

const source = object('The message that began the conversation; it is not among the parts', {
  type: text('How it came in, such as conversation, email or facebook'),
  id: text('Id of the message'),
  delivered_as: text('How it began, such as customer_initiated'),
  subject: text('Subject'),
  body: text('Body, HTML or plain text as configured'),
  author: object('Who wrote it', author),
  attachments,
  url: text('Page on which it began'),
  redacted: boolean('Whether the message was redacted'),
  recipients: objects('Recipients of the email', {
    type: text('to, cc or bcc'),
    email: text('Email address'),
    drop_reason: text('Why the recipient was dropped'),
  }),
  reply_to: objects('Where a reply to the email goes', { email: text('Email address'), name: text('Name beside it') }),
  email_message_metadata: emailMetadata,
});

const rating = object('Rating by the contact', {
  rating: integer('Rating, 1 to 5'),
  remark: text('Remark that came with the rating'),
  created_at: time('When the rating was asked for'),
  updated_at: time('When the rating last changed'),
  contact: object('Contact who rated', contactReference),
  teammate: object('Teammate who was rated', { type, id: integer('Id of the teammate') }),
});

const topics = object('Topics found in the conversation', {
  type,
  topics: objects('The topics', { type, id: integer('Id of the topic'), name: text('Name of the topic') }),
  total_count: integer('How many topics there are in all'),
});

const replies = object('First reply of a contact', {
  type,
  created_at: time('When the contact replied'),
  url: text('Page on which the contact replied'),
});

export const conversationSchema = z.looseObject({
  type,
  id: id('Id of the conversation'),
  title: text('Title'),
  state: text('open, closed or snoozed'),
  open: boolean('Whether the conversation is open'),
  read: boolean('Whether the conversation has been read'),
  priority: text('priority where the level is high or urgent, else not_priority'),
  priority_level: text('none, low, medium, high or urgent'),
  created_at: time('When the conversation was created'),
  updated_at: cursor('When the conversation last changed'),
  waiting_since: time('Since when a contact has been waiting for a reply'),
  snoozed_until: time('Until when the conversation is snoozed'),
  admin_assignee_id: integer('Id of the assigned teammate'),
  team_assignee_id: integer('Id of the assigned team'),
  company: object('Company the conversation belongs to', {
    ...companyFields,
    id: text("Intercom's id of the company"),
    updated_at: time('When the company last changed'),
  }),
  contacts,
  teammates: object('Teammates who wrote in the conversation', {
    type,
    admins: objects('The teammates', { type, id: text('Id of the teammate') }),
  }),
  tags: object('Tags of the conversation', { type, tags: objects('The tags', appliedTagFields) }),
  source,
  first_contact_reply: replies,
  conversation_rating: rating,
  sla_applied: object('SLA that applies', {
    type,
    sla_name: text('Name of the SLA'),
    sla_status: text('hit, missed, cancelled or active'),
  }),
  statistics,
  topics,
  linked_objects: linkedObjects,
  ticket: openObject('Ticket that the conversation is'),
  ai_agent_participated: boolean('Whether Fin took part'),
  ai_agent: aiAgent,
  sales_agent_participated: boolean('Whether the sales agent took part'),
  sales_agent: salesAgent,
  channel: object('Channels of the conversation', {
    initial: text('Channel through which it began'),
    current: text('Channel it is in now'),
  }),
  external_references: objects('The same conversation in other systems', {
    type: text('Kind of system, such as zendesk_ticket'),
    id: text('Id in that system'),
  }),
  monitor_evaluations: monitorEvaluations,
  scorecards,
  custom_attributes: openObject('Attributes by name; custom object instances as lists'),
});
