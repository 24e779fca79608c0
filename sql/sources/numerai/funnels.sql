-- The steps of the active funnels, one row a step, in order from 1.
select
    f.name as funnel,
    s.position,
    s.step,
    f.time_window_hours as window_hours
from conversion_funnels f
cross join lateral jsonb_array_elements_text(
    case when jsonb_typeof(f.steps) = 'array' then f.steps else '[]'::jsonb end
) with ordinality as s (step, position)
where f.is_active
