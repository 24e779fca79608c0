-- What: the one mark that holds at each instant. Grain: one row a subscription and instant.
create temp table standing on commit drop as
select distinct on (subscription_id, at) subscription_id, at, kind, nth, seen_from
from mark
order by subscription_id, at, rank desc, nth desc
