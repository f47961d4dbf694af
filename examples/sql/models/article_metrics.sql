-- An article, and the conversations that it was sent in.
-- depends_on: {{ source('intercom', 'articles') }} {{ ref('article_links') }} {{ ref('conversation_metrics') }}
select
  a.id as article_id,
  a.title,
  a.state,
  count(distinct l.conversation_id) as conversations,
  count(distinct l.conversation_id) filter (where l.sent_by = 'teammate') as sent_by_teammates,
  count(distinct l.conversation_id) filter (where l.sent_by = 'fin') as used_by_fin,
  count(distinct l.conversation_id) filter (where l.sent_by = 'fin' and m.fin_resolved) as resolved_by_fin
from articles a
left join article_links l on l.article_id = a.id
left join conversation_metrics m on m.conversation_id = l.conversation_id
group by a.id, a.title, a.state
