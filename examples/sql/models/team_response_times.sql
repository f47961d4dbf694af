-- How fast each team first responded in a conversation that was assigned to it, as Intercom computes it. A conversation
-- that went through several teams counts for each of them.
-- depends_on: {{ source('intercom', 'conversations') }}
with spans as (
  select c.id, json_items(c.statistics -> 'assigned_team_first_response_time') as item, false as in_office_hours
  from conversations c
  union all
  select c.id, json_items(c.statistics -> 'assigned_team_first_response_time_in_office_hours'), true
  from conversations c
)
select
  coalesce(item ->> 'team_name', 'Deleted team') as team,
  count(distinct id) as conversations,
  percentile_cont(0.5) within group (order by cast(item ->> 'response_time' as bigint))
    filter (where not in_office_hours) as median_response_seconds,
  percentile_cont(0.5) within group (order by cast(item ->> 'response_time' as bigint))
    filter (where in_office_hours) as median_response_office_seconds
from spans
group by coalesce(item ->> 'team_name', 'Deleted team')
