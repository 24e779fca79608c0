-- What: the files of a fact that are current, oldest day first.
select fact, day, run_id, path, rows, sha256
from pipeline.fact_versions
where fact = :fact and day between :first and :last and is_current
order by day
