-- What a teammate did. Assigned conversations are those that the teammate has now; replies and closes are the teammate's own.
-- depends_on: {{ source('intercom', 'admins') }} {{ source('intercom', 'conversation_parts') }}
-- depends_on: {{ ref('conversation_metrics') }}
with parts as (
  select
    author ->> 'id' as admin_id,
    count(*) filter (where part_type = 'comment') as replies,
    count(distinct conversation_id) filter (where part_type = 'comment') as conversations_replied_to,
    count(*) filter (where part_type = 'close') as closes
  from conversation_parts
  where (author ->> 'type') = 'admin'
  group by author ->> 'id'
),
assigned as (
  select
    cast(admin_id as varchar) as admin_id,
    count(*) as conversations,
    count(*) filter (where state = 'open') as open_conversations,
    percentile_cont(0.5) within group (order by first_response_seconds) as median_first_response_seconds,
    percentile_cont(0.5) within group (order by resolution_seconds) as median_resolution_seconds
  from conversation_metrics
  where admin_id is not null
  group by admin_id
),
ratings as (
  select cast(rated_admin_id as varchar) as admin_id, count(*) as ratings, avg(rating) as average_rating
  from conversation_metrics
  where rated_admin_id is not null and rating is not null
  group by rated_admin_id
)
select
  a.id as admin_id,
  a.name,
  a.email,
  coalesce(assigned.conversations, 0) as assigned_conversations,
  coalesce(assigned.open_conversations, 0) as open_conversations,
  coalesce(parts.conversations_replied_to, 0) as conversations_replied_to,
  coalesce(parts.replies, 0) as replies,
  coalesce(parts.closes, 0) as closes,
  assigned.median_first_response_seconds,
  assigned.median_resolution_seconds,
  coalesce(ratings.ratings, 0) as ratings,
  cast(ratings.average_rating as decimal(4, 2)) as average_rating
from admins a
left join parts on parts.admin_id = a.id
left join assigned on assigned.admin_id = a.id
left join ratings on ratings.admin_id = a.id
