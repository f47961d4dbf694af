-- What a conversation is labelled with: kind is topic, tag or channel.
-- depends_on: {{ source('intercom', 'conversations') }} {{ ref('conversation_metrics') }}
with items as (
  select id, 'topic' as kind, json_items(topics -> 'topics') as item from conversations
  union all
  select id, 'tag', json_items(tags -> 'tags') from conversations
)
select id as conversation_id, kind, item ->> 'name' as label from items
union all
select conversation_id, 'channel', channel from conversation_metrics
