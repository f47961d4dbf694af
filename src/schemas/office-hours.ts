import { z } from 'zod';
import { boolean, id, integer, objects, text, time } from './property.ts';
import { type } from './shared.ts';

const intervals = (description: string, start: string) =>
  objects(description, {
    start_minute: integer(`First minute, from ${start}`),
    end_minute: integer(`Minute at which it ends, from ${start}`),
    day_of_week: integer('Day of the week, from 0, which is Monday'),
  });

export const officeHoursSchema = z.looseObject({
  type,
  id: id('Id of the schedule'),
  name: text('Name of the schedule'),
  time_zone_name: text('Time zone it is meant in, such as Europe/Dublin'),
  time_intervals: intervals('When the workspace is open', '00:00 on Monday'),
  twenty_four_seven: boolean('Whether it is always open'),
  created_at: time('When it was created'),
  updated_at: time('When it last changed'),
});

export const officeHoursExceptionSchema = z.looseObject({
  type,
  id: id('Id of the exception'),
  office_hours_schedule_id: id('Id of the schedule, which is the id of its row in office_hours'),
  name: text('Name of the exception'),
  exception_date: text('Day it is for, YYYY-MM-DD'),
  exception_type: text('closed or custom_hours'),
  time_intervals: intervals('When the workspace is open on that day', '00:00 on that day'),
  recurring_annually: boolean('Whether it comes back every year'),
  created_at: time('When it was created'),
  updated_at: time('When it last changed'),
});
