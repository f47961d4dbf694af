-- What the views need and DuckDB calls by another name than PostgreSQL. dbt reads this file as a macro.
-- {% macro duckdb__intercom_functions() %}

-- The elements of a JSON list, one a row; none if it is not a list.
create or replace macro json_items(list) as
  unnest(case when json_type(list) = 'ARRAY' then cast(list as json[]) else cast([] as json[]) end);

-- The ids of the help center articles that a message links to, one a row.
create or replace macro linked_article_ids(body) as unnest(regexp_extract_all(body, '/articles/(\d+)', 1));

-- Unix seconds as a time in UTC.
create or replace macro utc(seconds) as make_timestamp(cast(seconds as bigint) * 1000000);

-- {% endmacro %}
