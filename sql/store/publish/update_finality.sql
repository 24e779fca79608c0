-- What: marks rows whose figures stand and whose lookback has passed. They stay the rows of the run
-- that gave them their figures.
update {published} as target
set is_final = difference.is_final
from difference
where difference.row_change = 'finality' and {same_key}
