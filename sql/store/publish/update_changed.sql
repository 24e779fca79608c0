-- What: gives rows their new figures.
update {published} as target
set {assignments}, run_id = {run_id}, is_final = difference.is_final
from difference
where difference.row_change = 'changed' and {same_key}
