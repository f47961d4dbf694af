-- The same by plan. A contact of several companies on a plan counts once.
-- depends_on: {{ source('intercom', 'contacts') }} {{ source('intercom', 'companies') }} {{ ref('contact_company_links') }}
select
  coalesce(o.plan ->> 'name', 'No plan') as plan,
  count(distinct o.id) as companies,
  count(distinct c.id) as contacts,
  count(distinct c.id) filter (where c.last_seen_at >= extract(epoch from current_timestamp) - 30 * 86400)
    as active_contacts
from companies o
left join contact_company_links l on l.company_id = o.id
left join contacts c on c.id = l.contact_id
group by coalesce(o.plan ->> 'name', 'No plan')
