-- A conversation: who took part, how long it took, what came of it. Durations are seconds; those in office hours are
-- Intercom's own figures.
-- depends_on: {{ source('intercom', 'conversations') }} {{ source('intercom', 'admins') }} {{ source('intercom', 'teams') }}
-- depends_on: {{ ref('conversation_closes') }}
with facts as (
  select
    c.*,
    cast(statistics ->> 'first_contact_reply_at' as bigint) as asked_at,
    cast(statistics ->> 'first_admin_reply_at' as bigint) as answered_at,
    cast(statistics ->> 'first_close_at' as bigint) as counted_close_at,
    cast(statistics ->> 'time_to_first_close' as bigint) as office_seconds_to_close,
    cast(statistics ->> 'time_to_admin_reply' as bigint) as office_seconds_to_reply,
    coalesce(cast(statistics ->> 'first_contact_reply_at' as bigint), created_at) as began_at
  from conversations c
),
closes as (
  select
    f.id,
    min(x.closed_at) as any_close_at,
    (array_agg(x.closed_by order by x.closed_at, length(x.part_id), x.part_id))[1] as closed_by,
    min(x.closed_at) filter (where x.closed_by = 'admin') as teammate_close_at
  from facts f
  join conversation_closes x on x.conversation_id = f.id and x.closed_at >= f.began_at
  group by f.id
),
times as (
  select
    f.*,
    -- Of a conversation with more than 500 parts, the API has only the newest. Its statistics know older closes.
    least(x.any_close_at, f.counted_close_at) as first_close_at,
    case when x.any_close_at = least(x.any_close_at, f.counted_close_at) then x.closed_by end as first_closed_by,
    x.teammate_close_at
  from facts f
  left join closes x on x.id = f.id
)
select
  t.id as conversation_id,
  t.title,
  t.state,
  utc(t.created_at) as created_at,
  cast(date_trunc('week', utc(t.created_at)) as date) as week,
  t.source ->> 'type' as source_type,
  t.source ->> 'delivered_as' as delivered_as,
  t.source -> 'author' ->> 'type' as opened_by,
  coalesce(t.channel ->> 'current', 'unknown') as channel,
  t.contacts -> 'contacts' -> 0 ->> 'id' as contact_id,
  t.company ->> 'id' as company_id,
  t.team_assignee_id as team_id,
  teams.name as team_name,
  t.admin_assignee_id as admin_id,
  admins.name as admin_name,
  t.answered_at - t.asked_at as first_response_seconds,
  t.office_seconds_to_reply as first_response_office_seconds,
  utc(t.first_close_at) as first_close_at,
  t.first_closed_by,
  t.first_close_at - t.began_at as resolution_seconds,
  t.office_seconds_to_close as resolution_office_seconds,
  t.teammate_close_at - t.began_at as teammate_resolution_seconds,
  case when t.teammate_close_at = t.counted_close_at then t.office_seconds_to_close end
    as teammate_resolution_office_seconds,
  cast(t.statistics ->> 'count_reopens' as bigint) as reopens,
  cast(t.statistics ->> 'count_assignments' as bigint) as assignments,
  cast(t.statistics ->> 'count_conversation_parts' as bigint) as parts,
  coalesce(t.ai_agent_participated, false) as fin_participated,
  t.ai_agent ->> 'resolution_state' as fin_resolution,
  coalesce((t.ai_agent ->> 'resolution_state') in ('assumed_resolution', 'confirmed_resolution'), false) as fin_resolved,
  cast(t.ai_agent ->> 'rating' as bigint) as fin_rating,
  utc(cast(t.ai_agent ->> 'created_at' as bigint)) as fin_rated_at,
  cast(t.conversation_rating ->> 'rating' as bigint) as rating,
  utc(cast(t.conversation_rating ->> 'created_at' as bigint)) as rated_at,
  cast(t.conversation_rating -> 'teammate' ->> 'id' as bigint) as rated_admin_id,
  t.sla_applied ->> 'sla_name' as sla_name,
  t.sla_applied ->> 'sla_status' as sla_status
from times t
left join teams on teams.id = cast(t.team_assignee_id as varchar)
left join admins on admins.id = cast(t.admin_assignee_id as varchar)
