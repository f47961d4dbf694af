-- What the views need and PostgreSQL calls by another name than DuckDB. dbt reads this file as a macro.
-- {% macro postgres__intercom_functions() %}

-- The elements of a JSON list, one a row; none if it is not a list.
create or replace function json_items(list json) returns setof json language sql immutable as $$
  select json_array_elements(case when json_typeof(list) = 'array' then list else '[]' end)
$$;

-- The ids of the help center articles that a message links to, one a row.
create or replace function linked_article_ids(body text) returns setof text language sql immutable as $$
  select found[1] from regexp_matches(body, '/articles/(\d+)', 'g') as found
$$;

-- Unix seconds as a time in UTC.
create or replace function utc(seconds bigint) returns timestamp language sql immutable as $$
  select to_timestamp(seconds) at time zone 'UTC'
$$;

-- {% endmacro %}
