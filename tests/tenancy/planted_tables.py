"""Wrong pages for the checks to find."""

from config.global_tables import GlobalTable

ONE_STALE_LINE = {"tenancy.Nothing": GlobalTable("a model that was removed")}
UNKNOWN_HAPPENING = {"pigs.flew": ()}
