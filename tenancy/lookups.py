"""Look-ups that an index can serve under row-level security."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Lookup
from django.db.models.sql.compiler import SQLCompiler


@CharField.register_lookup
class StartsWithKey(Lookup[str]):
    """``key ^@ 'prefix'``: starts with, by the leakproof operator that a C-collated index serves behind a policy."""

    lookup_name = "starts_with_key"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str | int, ...]]:
        """Both sides joined by ``^@``."""
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} ^@ {right}", (*left_params, *right_params)
