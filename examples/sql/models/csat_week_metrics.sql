-- Ratings by the week in which they were asked for: of teammates and of Fin apart. CSAT is the percentage of 4 and 5.
-- depends_on: {{ ref('conversation_metrics') }}
with ratings as (
  select 'teammates' as rated, rated_at, rating from conversation_metrics where rating is not null
  union all
  select 'fin', fin_rated_at, fin_rating from conversation_metrics where fin_rating is not null
)
select
  rated,
  cast(date_trunc('week', rated_at) as date) as week,
  count(*) as ratings,
  cast(100.0 * count(*) filter (where rating >= 4) / count(*) as decimal(5, 1)) as csat,
  cast(avg(rating) as decimal(4, 2)) as average_rating
from ratings
group by rated, cast(date_trunc('week', rated_at) as date)
