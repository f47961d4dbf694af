import { integer, object, objects, text, time } from './property.ts';
import { type } from './shared.ts';

const responseTimes = (description: string) =>
  objects(description, {
    team_id: integer('Id of the team'),
    team_name: text('Name of the team'),
    response_time: integer('Time to the first response, seconds'),
  });

/** Durations are seconds; office hours are heeded where it says so. */
export const statistics = object('Figures that Intercom computes, some of them later than the last change', {
  type,
  time_to_assignment: integer('Time to the last assignment before the first reply of a teammate, seconds'),
  time_to_admin_reply: integer('Time to the first reply of a teammate, seconds within office hours'),
  time_to_first_close: integer('Time to the first close, seconds within office hours'),
  time_to_last_close: integer('Time to the last close, seconds within office hours'),
  median_time_to_reply: integer("Median time of teammates' replies, seconds within office hours"),
  handling_time: integer('Time from assignment to close, seconds'),
  adjusted_handling_time: integer('Time teammates actively worked on it, seconds'),
  assigned_team_first_response_time: responseTimes('First response of each assigned team'),
  assigned_team_first_response_time_in_office_hours: responseTimes(
    'First response of each assigned team, within office hours',
  ),
  first_contact_reply_at: time('When a contact first wrote'),
  first_assignment_at: time('When it was first assigned after that'),
  first_admin_reply_at: time('When a teammate first replied after that'),
  first_close_at: time('When it was first closed after that'),
  last_assignment_at: time('When it was last assigned'),
  last_assignment_admin_reply_at: time('When a teammate first replied after the last assignment'),
  last_contact_reply_at: time('When a contact last wrote'),
  last_admin_reply_at: time('When a teammate last replied'),
  last_close_at: time('When it was last closed'),
  last_closed_by_id: integer('Id of the teammate who last closed it'),
  count_reopens: integer('How often it was opened again'),
  count_assignments: integer('How often it was assigned'),
  count_conversation_parts: integer('How many parts it has'),
});
