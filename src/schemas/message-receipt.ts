import { z } from 'zod';
import { cursor, id, text, time } from './property.ts';

const within = '; as far as it happened within the window of the export';

/** A line of the export's file of receipts. */
export const messageReceiptSchema = z.looseObject({
  receipt_id: id('Id of the delivery of a message to a contact'),
  received_at: cursor('When the receipt was recorded'),
  user_id: text('Id of the contact who was sent the message'),
  user_external_id: text('Your own id of the contact'),
  company_id: text('Id of the company of the contact that the message was about; -1 without one'),
  email: text('Email address of the contact'),
  name: text('Name of the contact'),
  ruleset_id: text('Id of the message'),
  ruleset_version_id: text('Id of the version of the message'),
  content_id: text('Id of the content that was received: in an A/B test each version has its own'),
  content_type: text('Kind of content, such as Email, Chat or Post'),
  content_title: text('Title of the content in the workspace'),
  series_id: text('Id of the series that the content is part of; -1 without one'),
  series_title: text('Title of the series'),
  node_id: text('Id of the block in the series'),
  first_reply: time(`When the contact first replied${within}`),
  first_completion: time(`When the contact first completed it, such as a tour or a survey${within}`),
  first_series_completion: time(`When the contact first completed the series${within}`),
  first_series_disengagement: time(`When the contact first disengaged from the series${within}`),
  first_series_exit: time(`When the contact first left the series${within}`),
  first_goal_success: time(`When the contact first met the goal of the message${within}`),
  first_open: time(`When the contact first opened it${within}`),
  first_click: time(`When the contact first clicked on a link in it${within}`),
  first_dismisall: time(`When the contact first dismissed it${within}; the name is Intercom's`),
  first_unsubscribe: time(`When the contact first unsubscribed from it${within}`),
  first_hard_bounce: time(`When the message first bounced for good${within}`),
});
