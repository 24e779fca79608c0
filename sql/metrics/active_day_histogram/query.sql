-- Users by the number of days on which they were active, in the last 7 and the last 28 days.
-- Grain: one row a business day, window and number of days that at least one user has; users
-- without any are left out.
-- Parameters: :first_day, :last_day.
--
-- A user's number changes only when an active day enters his window (on the day itself) and when it
-- leaves it (7 or 28 days later). So the histogram of a day is the sum of all such moves up to it:
-- the work grows with the active days, not with users times days.

with
  user_days as (
    select user_id, day
    from user_day
    where day between date_sub(:first_day, 27) and :last_day
  ),

  business_days as (
    select day
    from business_day
    where day between :first_day and :last_day
  ),


  in_blocks as (
    select user_id, block, bit_or(shiftleft(1L, datediff(day, :first_day) + 27 + 28 - 36 * block)) as days
    from user_days
    lateral view explode(array((datediff(day, :first_day) + 27) div 36, (datediff(day, :first_day) + 27 + 28) div 36)) as block
    group by 1, 2
  ),
  counted as (
    select cast(block * 36 + bit as int) - 55 as n,
       cast(bit_count(shiftright(days, bit - 27) & 268435455L) as int) as now_28, cast(bit_count(shiftright(days, bit-28) & 268435455L) as int) as was_28,
       cast(bit_count(shiftright(days, bit - 6) & 127L) as int) as now_7, cast(bit_count(shiftright(days, bit - 7) & 127L) as int) as was_7,
       count(*) as users
    from in_blocks lateral view explode(array(28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59,60,61,62,63)) as bit
    where (days & (shiftleft(1L, bit) | shiftleft(1L, bit-7) | shiftleft(1L, bit-28))) <> 0
    group by 1, 2, 3,4,5
  ),
  changes as (
    select date_add(:first_day, n) as day, step.window_days, step.active_days, sum(users * step.change) as change
    from counted lateral view explode(array(
      named_struct('window_days', 7, 'active_days', now_7, 'change', 1),
      named_struct('window_days', 7, 'active_days', was_7, 'change', -1),
      named_struct('window_days', 28, 'active_days', now_28, 'change', 1),
      named_struct('window_days', 28, 'active_days', was_28, 'change', -1)
    )) as step
    where step.active_days > 0
    group by 1, 2, 3
  ),
  kinds as (select distinct window_days, active_days from changes),
  grid as (select d.day, k.* from business_days d cross join kinds k),
  moments as (
   select coalesce(g.day, c.day) day, coalesce(g.window_days,c.window_days) window_days, coalesce(g.active_days,c.active_days) active_days, coalesce(change,0) change
   from grid g full join changes c on g.day=c.day and g.window_days=c.window_days and g.active_days=c.active_days
  ),
  summed as (select *, sum(change) over (partition by window_days, active_days order by day) users from moments)
select day, window_days, active_days, users from summed where users>0 and day between :first_day and :last_day
