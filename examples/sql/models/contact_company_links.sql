-- A company that a contact is in. contacts.companies.data[].id is companies.id, not companies.company_id.
-- depends_on: {{ source('intercom', 'contacts') }}
select contact_id, item ->> 'id' as company_id
from (select id as contact_id, json_items(companies -> 'data') as item from contacts) links
