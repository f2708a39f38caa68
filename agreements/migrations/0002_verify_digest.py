"""What anybody may learn of a sealed document by its digest: kind, state, roles and dates; no names, no ids of people."""

from django.db import migrations

VERIFY_DIGEST = """
CREATE FUNCTION verify_digest(sha256 text) RETURNS TABLE (
    agreement_id bigint, kind text, state text, sealed_at timestamptz, ended_at timestamptz,
    role text, signed_at timestamptz
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT a.id, a.kind, a.state, s.sealed_at, a.ended_at, p.role, p.signed_at
    FROM public.tenancy_district d
    JOIN public.agreements_sealeddocument s ON s.district_id = d.id AND s.digest = sha256
    JOIN public.agreements_agreement a ON a.district_id = s.district_id AND a.id = s.agreement_id
    LEFT JOIN public.agreements_party p
        ON p.district_id = a.district_id AND p.agreement_id = a.id AND p.state = 'signed'
    ORDER BY p.signed_at, p.id
$$;
REVOKE ALL ON FUNCTION verify_digest(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION verify_digest(text) TO app_rt;
"""

DISTRICTS_WITH_UNSEALED = """
CREATE FUNCTION districts_with_unsealed(at timestamptz) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT d.id FROM public.tenancy_district d
    JOIN public.agreements_agreement a ON a.district_id = d.id
        AND a.state IN ('all_signed', 'sealing', 'seal_failed')
        AND (a.seal_lease_until IS NULL OR a.seal_lease_until <= at)
    WHERE d.is_active
$$;
REVOKE ALL ON FUNCTION districts_with_unsealed(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION districts_with_unsealed(timestamptz) TO app_rt;
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_documents"), ("tenancy", "0001_ground")]

    operations = [
        migrations.RunSQL(VERIFY_DIGEST, "DROP FUNCTION verify_digest(text)"),
        migrations.RunSQL(DISTRICTS_WITH_UNSEALED, "DROP FUNCTION districts_with_unsealed(timestamptz)"),
    ]
