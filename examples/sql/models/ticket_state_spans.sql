-- A stretch of time in which a ticket was in a state; ended_at is null while it still is. Unix seconds.
-- depends_on: {{ source('intercom', 'tickets') }} {{ source('intercom', 'ticket_parts') }}
with changes as (
  select ticket_id, ticket_state as state, created_at as entered_at, id as part_id
  from ticket_parts
  where ticket_state is not null and ticket_state <> previous_ticket_state
),
first_parts as (
  select
    ticket_id,
    previous_ticket_state as state,
    row_number() over (partition by ticket_id order by created_at, length(id), id) as place
  from ticket_parts
  where previous_ticket_state is not null
),
states as (
  select t.id as ticket_id, coalesce(f.state, t.ticket_state) as state, t.created_at as entered_at, '' as part_id
  from tickets t
  left join first_parts f on f.ticket_id = t.id and f.place = 1
  union all
  select ticket_id, state, entered_at, part_id from changes
)
select
  ticket_id,
  state,
  entered_at as started_at,
  lead(entered_at) over (partition by ticket_id order by entered_at, length(part_id), part_id) as ended_at
from states
