-- What: the files that the run makes current.
create temp table run_fact on commit drop as
select * from (values {facts}) as given (fact, day, run_id, path, rows, sha256)
