-- What: keys that the run has more than once. Grain: one row a key.
select max({period_last}) as day, '1 row' as expected, {key_as_text} || ': ' || count(*) || ' rows' as actual
from {staged}
group by {key}
having count(*) > 1
order by 1, 3
limit 1000
