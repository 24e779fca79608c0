-- What: the first changes that can't be used, each with its reason.
select change_id || ': ' || reason
from rejected_change
where is_unusable
order by change_id
limit 3
