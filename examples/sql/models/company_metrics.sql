-- A company with its contacts, conversations and ratings.
-- depends_on: {{ source('intercom', 'companies') }} {{ ref('active_contacts') }} {{ ref('conversation_companies') }}
-- depends_on: {{ ref('conversation_metrics') }}
with talks as (
  select
    l.company_id,
    count(*) as conversations,
    count(*) filter (where c.state = 'open') as open_conversations,
    percentile_cont(0.5) within group (order by c.first_response_seconds) as median_first_response_seconds,
    percentile_cont(0.5) within group (order by c.resolution_seconds) as median_resolution_seconds,
    avg(c.rating) as average_rating
  from conversation_companies l
  join conversation_metrics c on c.conversation_id = l.conversation_id
  group by l.company_id
)
select
  a.company_id,
  a.company,
  a.plan,
  o.monthly_spend,
  a.contacts,
  a.active_contacts,
  coalesce(t.conversations, 0) as conversations,
  coalesce(t.open_conversations, 0) as open_conversations,
  t.median_first_response_seconds,
  t.median_resolution_seconds,
  cast(t.average_rating as decimal(4, 2)) as average_rating
from active_contacts a
join companies o on o.id = a.company_id
left join talks t on t.company_id = a.company_id
