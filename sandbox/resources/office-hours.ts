import type { Dice } from '../generate/dice.ts';
import { spreadTimes } from '../generate/times.ts';
import type { Row } from '../json.ts';
import { childList } from '../resource-kit/child-list.ts';
import { generatedList } from '../resource-kit/list-resource.ts';
import { listParent } from '../resource-kit/parent.ts';
import type { Workspace } from '../workspace.ts';

/** Reading takes the permission to write as well. */
const scope = 'read_write_office_hours';
const dayMinutes = 24 * 60;
const holidays = [
  ['12-25', 'Christmas Day'],
  ['12-24', 'Heiligabend'],
  ['05-01', null],
] as const;

/** Weekly hours, in minutes since Monday 00:00; the first schedule is always open. */
export const officeHours = generatedList({
  name: 'office_hours',
  path: '/office_hours_schedules',
  scope,
  type: 'office_hours_schedule.list',
  size: 3,
  row: (row, dice, workspace) => {
    const { created, updated } = spreadTimes(workspace, 'office hours')(row);
    return {
      type: 'office_hours_schedule',
      id: String(123 + row),
      name: `${dice.pick(workspace.words.nouns)} hours`,
      time_zone_name: dice.pick(['America/New_York', 'Europe/Berlin', 'Asia/Tokyo']),
      time_intervals: row === 0 ? [] : [0, 1, 2, 3, 4].map((day) => interval(day, day * dayMinutes, dice)),
      twenty_four_seven: row === 0,
      created_at: created,
      updated_at: updated,
    };
  },
});

/** Days on which a schedule doesn't hold; what is always open has none. */
export const officeHoursExceptions = childList({
  name: 'office_hours_exceptions',
  parent: listParent('office_hours_schedule_id', officeHours.of, 'Office hours schedule'),
  path: '/office_hours_schedules/:id/office_hours_exceptions',
  scope,
  type: 'office_hours_exception.list',
  rows: exceptions,
});

function exceptions(workspace: Workspace, schedule: Row): Row[] {
  if (schedule.twenty_four_seven === true) return [];
  const number = Number(schedule.id);
  const dice = workspace.dice('office hours exceptions')(number);
  return holidays.slice(0, 1 + (number % holidays.length)).map(([day, name], index) => {
    const isClosed = index === 0;
    return {
      type: 'office_hours_exception',
      id: String(number * 10 + index),
      office_hours_schedule_id: schedule.id,
      exception_date: `2026-${day}`,
      exception_type: isClosed ? 'closed' : 'custom_hours',
      name,
      time_intervals: isClosed ? null : [interval(3, 0, dice)],
      recurring_annually: dice.chance(0.5),
      created_at: schedule.created_at,
      updated_at: schedule.updated_at,
    };
  });
}

function interval(day: number, offset: number, dice: Dice): Row {
  const start = offset + dice.between(7, 10) * 60;
  return { start_minute: start, end_minute: start + 8 * 60, day_of_week: day };
}
