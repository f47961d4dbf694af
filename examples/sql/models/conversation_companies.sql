-- The companies that a conversation counts for: the one that it names, otherwise all companies of its contacts.
-- depends_on: {{ ref('conversation_metrics') }} {{ source('intercom', 'conversations') }} {{ ref('contact_company_links') }}
with members as (
  select id as conversation_id, json_items(contacts -> 'contacts') as contact from conversations
)
select conversation_id, company_id from conversation_metrics where company_id is not null
union
select m.conversation_id, l.company_id
from members m
join conversation_metrics c on c.conversation_id = m.conversation_id and c.company_id is null
join contact_company_links l on l.contact_id = (m.contact ->> 'id')
