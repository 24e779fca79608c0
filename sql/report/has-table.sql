-- What: whether a table of schema metrics is there; one of a metric that no run computed is not.
-- Grain: one row. Parameters: table.
select to_regclass('metrics.' || :table) is not null
