-- Users by the number of days on which they were active, in the last 7 and the last 28 days.
-- Grain: one row a business day, window and number of days that at least one user has; users
-- without any are left out.
-- Parameters: :first_day, :last_day.
--
-- Days are numbered from :first_day, which is 0, and taken in blocks of 32. A user's active days
-- of a block and of the 27 days before it fit into the bits of one number, so that each user is
-- gathered once a block and any window of it is a shift, a mask and a count of bits.

with
  user_days as (
    select user_id, datediff(day, :first_day) as day_number
    from user_day
    where day between date_sub(:first_day, 27) and :last_day
  ),

  -- A day belongs to its block, and to the next one too if that reaches back to it.
  active_days_of_blocks as (
    select
      user_id,
      block,
      bit_or(shiftleft(1L, day_number + 27 - 32 * block)) as active_days
    from user_days
    lateral view explode(
      sequence(
        greatest(day_number, 0) div 32,
        least(day_number + 27, datediff(:last_day, :first_day)) div 32
      )
    ) as block
    group by user_id, block
  ),

  -- Bit 0 is the first of 28 days that end on the block's day 0. The last 7 of 28 begin at bit 21.
  users_by_active_days as (
    select
      32 * block + day_of_block as day_number,
      bit_count(shiftright(active_days, day_of_block) & (shiftleft(1L, 28) - 1)) as of_28,
      bit_count(shiftright(active_days, day_of_block + 21) & (shiftleft(1L, 7) - 1)) as of_7,
      count(*) as users
    from active_days_of_blocks
    lateral view explode(
      sequence(0, cast(least(31, datediff(:last_day, :first_day) - 32 * block) as int))
    ) as day_of_block
    group by 1, 2, 3
  )

select
  date_add(:first_day, cast(day_number as int)) as day,
  window_days,
  if(window_days = 7, of_7, of_28) as active_days,
  sum(users) as users
from users_by_active_days
lateral view explode(array(7, 28)) as window_days
where if(window_days = 7, of_7, of_28) > 0
group by 1, 2, 3
