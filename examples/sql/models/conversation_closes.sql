-- A close of a conversation, whoever made it. closed_by is admin, bot, or another type of author.
-- depends_on: {{ source('intercom', 'conversation_parts') }}
select
  conversation_id,
  created_at as closed_at,
  author ->> 'type' as closed_by,
  id as part_id
from conversation_parts
where part_type = 'close'
