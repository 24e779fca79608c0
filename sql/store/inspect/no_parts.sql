-- What: the relation parts of headlines.sql for a metric without a rate.
select
  null::text as metric,
  null::date as period_end,
  null::text as segment,
  null::char(3) as currency,
  null::numeric as numerator,
  null::numeric as denominator
where false
