-- How many conversations have a topic, a tag or a channel, and how they went.
-- depends_on: {{ ref('conversation_labels') }} {{ ref('conversation_metrics') }}
select
  l.kind,
  l.label,
  count(*) as conversations,
  cast(100.0 * count(*) / (select count(*) from conversation_metrics) as decimal(5, 1)) as percent_of_all,
  count(*) filter (where m.state = 'open') as open_conversations,
  percentile_cont(0.5) within group (order by m.first_response_seconds) as median_first_response_seconds,
  percentile_cont(0.5) within group (order by m.resolution_seconds) as median_resolution_seconds,
  cast(avg(m.rating) as decimal(4, 2)) as average_rating
from (select distinct conversation_id, kind, label from conversation_labels) l
join conversation_metrics m on m.conversation_id = l.conversation_id
group by l.kind, l.label
