-- Fin's share of the conversations that began in a week, and how many of its own it resolved.
-- depends_on: {{ ref('conversation_metrics') }}
select
  week,
  count(*) as conversations,
  count(*) filter (where fin_participated) as with_fin,
  count(fin_resolution) filter (where fin_participated) as answered_by_fin,
  count(*) filter (where fin_resolved) as resolved_by_fin,
  count(*) filter (where fin_resolution = 'confirmed_resolution') as confirmed,
  count(*) filter (where fin_resolution = 'assumed_resolution') as assumed,
  count(*) filter (where fin_resolution in ('escalated', 'negative_feedback', 'procedure_handoff')) as handed_over,
  cast(100.0 * count(*) filter (where fin_participated) / count(*) as decimal(5, 1)) as percent_with_fin,
  cast(
    100.0 * count(*) filter (where fin_resolved) / nullif(count(*) filter (where fin_participated), 0) as decimal(5, 1)
  ) as resolution_rate
from conversation_metrics
group by week
