-- What: the instant under which this merge records: now, or just after what was recorded at that instant or later.
select greatest({now}, coalesce(max(recorded_at) + interval '1 microsecond', {now})) as recorded_at
from (select recorded_at from metrics.subscription_history where recorded_at >= {now}) as later
