-- How fast a team was, by the week in which conversations began. Conversations without a team are 'Unassigned'.
-- depends_on: {{ ref('conversation_metrics') }}
select
  coalesce(team_name, 'Unassigned') as team,
  week,
  count(*) as conversations,
  count(first_response_seconds) as answered,
  count(resolution_seconds) as resolved,
  count(*) filter (where first_closed_by = 'bot') as first_closed_by_bot,
  percentile_cont(0.5) within group (order by first_response_seconds) as median_first_response_seconds,
  percentile_cont(0.5) within group (order by first_response_office_seconds) as median_first_response_office_seconds,
  percentile_cont(0.5) within group (order by resolution_seconds) as median_resolution_seconds,
  percentile_cont(0.5) within group (order by resolution_office_seconds) as median_resolution_office_seconds,
  percentile_cont(0.5) within group (order by teammate_resolution_seconds) as median_teammate_resolution_seconds,
  percentile_cont(0.5) within group (order by teammate_resolution_office_seconds)
    as median_teammate_resolution_office_seconds
from conversation_metrics
group by coalesce(team_name, 'Unassigned'), week
