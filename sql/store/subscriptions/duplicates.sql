-- What: ids that the source gives more than once.
select subscription_id
from incoming_subscription
group by subscription_id
having count(*) > 1
order by subscription_id
limit 1
