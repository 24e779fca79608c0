-- What: takes away the rows whose key the run no longer has; a merge would leave them as ghosts.
delete from {published} as target
using difference
where difference.row_change = 'vanished' and {same_key}
