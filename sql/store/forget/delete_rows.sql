-- What: the rows of a table that are about the user are gone.
delete from {table} where {column}::text = {user_id}
