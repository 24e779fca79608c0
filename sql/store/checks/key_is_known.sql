-- What: rows with NULL in their key. Grain: one row each.
select {period_last} as day, 'no NULL in the key' as expected, {key_as_text} as actual
from {staged}
where {key_is_null}
order by 1, 3
limit 1000
