"""What a sweep and a health check may know of all districts together: ids and counts, nothing else."""

from django.db import migrations

DISTRICTS_WITH_DUE_MAIL = """
CREATE FUNCTION districts_with_due_mail(at timestamptz) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT district_id FROM public.correspondence_message
    WHERE state IN ('waiting', 'claimed') AND due_at <= at
$$;
REVOKE ALL ON FUNCTION districts_with_due_mail(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION districts_with_due_mail(timestamptz) TO app_rt;
"""

OUTBOX_PENDING = """
CREATE FUNCTION outbox_pending(at timestamptz) RETURNS TABLE (number bigint, oldest_seconds bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*), coalesce(extract(epoch FROM at - min(since)), 0)::bigint FROM (
        SELECT leave_at AS since FROM public.correspondence_message
        WHERE state IN ('waiting', 'claimed') AND leave_at <= at
        UNION ALL
        SELECT created_at FROM public.correspondence_signinmail
        WHERE state IN ('waiting', 'claimed') AND created_at <= at
    ) AS late
$$;
REVOKE ALL ON FUNCTION outbox_pending(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION outbox_pending(timestamptz) TO app_rt;
"""


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0001_outbox")]

    operations = [
        migrations.RunSQL(DISTRICTS_WITH_DUE_MAIL, "DROP FUNCTION districts_with_due_mail(timestamptz)"),
        migrations.RunSQL(OUTBOX_PENDING, "DROP FUNCTION outbox_pending(timestamptz)"),
    ]
