-- What: how many rows of a table are about the user.
select count(*) from {table} where {column}::text = {user_id}
