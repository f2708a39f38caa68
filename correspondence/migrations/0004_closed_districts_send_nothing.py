"""Mail of a district that was closed neither leaves nor counts as late."""

from django.db import migrations

HEAD_DUE = "CREATE OR REPLACE FUNCTION districts_with_due_mail(at timestamptz) RETURNS SETOF bigint"
HEAD_PENDING = (
    "CREATE OR REPLACE FUNCTION outbox_pending(at timestamptz) RETURNS TABLE (number bigint, oldest_seconds bigint)"
)
RIGHTS = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp"
MESSAGES = "public.correspondence_message"
OPEN_MESSAGES = "public.correspondence_message JOIN public.tenancy_district d ON d.id = district_id AND d.is_active"


def due(messages: str) -> str:
    return f"""
    {HEAD_DUE} {RIGHTS} AS $$
        SELECT DISTINCT district_id FROM {messages}
        WHERE state IN ('waiting', 'claimed') AND due_at <= at
    $$
    """  # noqa: S608  our own text


def pending(messages: str) -> str:
    return f"""
    {HEAD_PENDING} {RIGHTS} AS $$
        SELECT count(*), coalesce(extract(epoch FROM at - min(since)), 0)::bigint FROM (
            SELECT leave_at AS since FROM {messages}
            WHERE state IN ('waiting', 'claimed') AND leave_at <= at
            UNION ALL
            SELECT created_at FROM public.correspondence_signinmail
            WHERE state IN ('waiting', 'claimed') AND created_at <= at
        ) AS late
    $$
    """  # noqa: S608  our own text


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0003_retired_consents"), ("tenancy", "0001_ground")]

    operations = [
        migrations.RunSQL(due(OPEN_MESSAGES), due(MESSAGES)),
        migrations.RunSQL(pending(OPEN_MESSAGES), pending(MESSAGES)),
    ]
