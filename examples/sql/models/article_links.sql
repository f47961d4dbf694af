-- An article that was used in a conversation: linked by a teammate in a message, or a source of Fin's answer.
-- depends_on: {{ source('intercom', 'conversations') }} {{ source('intercom', 'conversation_parts') }}
with messages as (
  select conversation_id, author ->> 'type' as author, body from conversation_parts where body is not null
  union all
  select id, source -> 'author' ->> 'type', source ->> 'body' from conversations
),
linked as (
  select conversation_id, linked_article_ids(body) as article_id from messages where author = 'admin'
),
sources as (
  select id as conversation_id, json_items(ai_agent -> 'content_sources' -> 'content_sources') as item
  from conversations
)
select distinct conversation_id, article_id, 'teammate' as sent_by from linked
union all
select distinct conversation_id, split_part(split_part(item ->> 'url', '&id=', 2), '&', 1), 'fin'
from sources
where (item ->> 'content_type') = 'article'
