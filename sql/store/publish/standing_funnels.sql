-- What: what the funnels asked on the entry days that stand published. Grain: one row a funnel and
-- entry day. Parameters: the first and the last entry day.
select funnel, entry_day, definition
from metrics.funnel_steps
where entry_day between ? and ? and step = 1
order by entry_day, funnel
