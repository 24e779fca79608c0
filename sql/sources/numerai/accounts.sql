-- Accounts, one row a user.
-- Parameters: :internal_email_domains, :internal_user_ids (text arrays).
-- The e-mail address is compared here, on the server; it is never selected.
select
    u.id as user_id,
    u.created_at as signed_up_at,
    (
        u.is_staff
        or u.is_superuser
        or coalesce(lower(substring(u.email from '@([^@]*)$')) = any (:internal_email_domains), false)
        or u.id::text = any (:internal_user_ids)
    ) as is_internal
from users u
