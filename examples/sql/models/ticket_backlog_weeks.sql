-- How many tickets were in each state at the end of each week, Sunday midnight UTC; the current week counts as of now.
-- depends_on: {{ ref('ticket_state_spans') }}
with recursive weeks as (
  select cast(date_trunc('week', utc(min(started_at))) as timestamp) as week from ticket_state_spans
  union all
  select week + interval '7 days' from weeks where week + interval '7 days' <= utc(cast(extract(epoch from current_timestamp) as bigint))
)
select cast(w.week as date) as week, s.state, count(*) as tickets
from weeks w
join ticket_state_spans s
  on utc(s.started_at) < w.week + interval '7 days'
  and (s.ended_at is null or utc(s.ended_at) >= w.week + interval '7 days')
group by cast(w.week as date), s.state
