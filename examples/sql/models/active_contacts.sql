-- Contacts and active contacts by company and plan. A contact is active if it was seen in the last 30 days. A contact of
-- several companies counts in each.
-- depends_on: {{ source('intercom', 'contacts') }} {{ source('intercom', 'companies') }} {{ ref('contact_company_links') }}
select
  o.id as company_id,
  o.name as company,
  coalesce(o.plan ->> 'name', 'No plan') as plan,
  count(c.id) as contacts,
  count(c.id) filter (where c.last_seen_at >= extract(epoch from current_timestamp) - 30 * 86400) as active_contacts
from companies o
left join contact_company_links l on l.company_id = o.id
left join contacts c on c.id = l.contact_id
group by o.id, o.name, coalesce(o.plan ->> 'name', 'No plan')
