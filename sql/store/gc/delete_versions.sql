-- What: the ledger forgets files that are gone.
delete from pipeline.fact_versions
where path in ({paths}) and not is_current
