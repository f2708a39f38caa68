"""Tables that belong to no district: why, and what app_rt (requests, workers) and app_platform may do with each.

A model that is neither district-owned nor listed here fails a check. Rights not written here do not exist.
"""

from dataclasses import dataclass

_READ, _ADD = "SELECT", "SELECT, INSERT"
_ADD_CHANGE, _ALL = "SELECT, INSERT, UPDATE", "SELECT, INSERT, UPDATE, DELETE"


@dataclass(frozen=True)
class GlobalTable:
    """One table outside every district. ``names_districts``: it has a district_id and, by this exception, no policy."""

    reason: str
    runtime: str = ""
    platform: str = ""
    names_districts: bool = False


GLOBAL_TABLES: dict[str, GlobalTable] = {
    "tenancy.District": GlobalTable("found by its address before any context", "SELECT, UPDATE", _ADD_CHANGE),
    "tenancy.Heartbeat": GlobalTable("signs of life of worker and beat", _ADD_CHANGE),
    "accounts.User": GlobalTable("one sign-in may stand for people of several districts", _ADD_CHANGE, _ADD_CHANGE),
    "accounts.Seat": GlobalTable(
        "lists a sign-in's districts without a context; ids only", _ALL, _ALL, names_districts=True
    ),
    "accounts.SignInEvent": GlobalTable("sign-ins happen before a district is known; append-only", _ADD, _ADD),
    "correspondence.SignInMail": GlobalTable("codes are mailed before a district is known; they stand encrypted", _ALL),
    "accounts.Tries": GlobalTable("counts guesses before a district is known; keyed hashes only", _ALL),
    "account.EmailAddress": GlobalTable("allauth: a sign-in's addresses", _ALL, _ALL),
    "account.EmailConfirmation": GlobalTable(
        "allauth: not used, confirmation is by code; deleting an address looks into it", "SELECT, DELETE"
    ),
    "mfa.Authenticator": GlobalTable("allauth: second steps; secrets encrypted", _ALL, _ALL),
    "usersessions.UserSession": GlobalTable("allauth: where a sign-in is open", _ALL, _ALL),
    "sessions.Session": GlobalTable("Django: sessions exist before a district is known", _ALL, _ALL),
    "contenttypes.ContentType": GlobalTable("Django: names of models", _READ, _READ),
    "auth.Permission": GlobalTable("Django: what django-guardian's grants point at", _READ, _READ),
    "auth.Group": GlobalTable("Django: not used"),
    "auth.Group_permissions": GlobalTable("Django: not used"),
    "guardian.GroupObjectPermission": GlobalTable("django-guardian: generic grants are not used"),
    "guardian.UserObjectPermission": GlobalTable("django-guardian: generic grants are not used"),
}
