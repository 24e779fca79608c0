-- What: the comment of the view of all headline figures, which carries the hash of its definition.
select obj_description('metrics.metric_values'::regclass, 'pg_class')
