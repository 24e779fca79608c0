-- What: the job's price book, one row a line.
create temp table price_book (
  plan           text not null,
  currency       text not null,
  amount         numeric not null,
  "interval"     text not null,
  interval_count integer not null,
  valid_from     date not null,
  price_id       text
) on commit drop
