-- A contact with its companies, conversations, tickets and ratings.
-- depends_on: {{ source('intercom', 'contacts') }} {{ source('intercom', 'companies') }} {{ source('intercom', 'conversations') }}
-- depends_on: {{ source('intercom', 'tickets') }} {{ ref('conversation_metrics') }} {{ ref('contact_company_links') }}
with members as (
  select id as conversation_id, json_items(contacts -> 'contacts') as contact from conversations
),
talks as (
  select
    m.contact ->> 'id' as contact_id,
    count(*) as conversations,
    count(*) filter (where c.state = 'open') as open_conversations,
    min(c.created_at) as first_conversation_at,
    max(c.created_at) as last_conversation_at,
    avg(c.rating) as average_rating
  from members m
  join conversation_metrics c on c.conversation_id = m.conversation_id
  group by m.contact ->> 'id'
),
askers as (
  select id, json_items(contacts -> 'contacts') as contact from tickets
),
requests as (
  select contact ->> 'id' as contact_id, count(*) as tickets from askers group by contact ->> 'id'
),
memberships as (
  select l.contact_id, string_agg(o.name, ', ' order by o.name, o.id) as companies
  from contact_company_links l
  join companies o on o.id = l.company_id
  group by l.contact_id
)
select
  c.id as contact_id,
  c.role,
  c.name,
  c.email,
  utc(c.created_at) as created_at,
  utc(c.last_seen_at) as last_seen_at,
  m.companies,
  coalesce(t.conversations, 0) as conversations,
  coalesce(t.open_conversations, 0) as open_conversations,
  t.first_conversation_at,
  t.last_conversation_at,
  cast(t.average_rating as decimal(4, 2)) as average_rating,
  coalesce(r.tickets, 0) as tickets
from contacts c
left join talks t on t.contact_id = c.id
left join requests r on r.contact_id = c.id
left join memberships m on m.contact_id = c.id
