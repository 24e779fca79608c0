-- What: how many rows of a table the run stands behind.
select count(*) from {staged}
