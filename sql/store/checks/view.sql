-- What: a published table as it would be after the run, under its plain name.
create temp view {view} as
select {columns}, run_id, is_final
from {published}
where {is_replaced} is not true
union all
select {columns}, {run_id}, {is_final}
from {staged}
