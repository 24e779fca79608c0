-- What: writes down that was merged, and what came of it.
insert into pipeline.subscription_merges
  (merged_at, price_book_sha256, changes_read, changes_new, rows_added, rows_superseded)
values ({now}, {price_book}, {changes_read}, {changes_new}, {rows_added}, {rows_superseded})
on conflict (merged_at) do update set
  price_book_sha256 = excluded.price_book_sha256,
  changes_read = subscription_merges.changes_read + excluded.changes_read,
  changes_new = subscription_merges.changes_new + excluded.changes_new,
  rows_added = subscription_merges.rows_added + excluded.rows_added,
  rows_superseded = subscription_merges.rows_superseded + excluded.rows_superseded
