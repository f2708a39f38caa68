"""Secrets of signing: links and codes of six digits. Made when a message leaves; only digests are kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.tries import DAY, HOUR, QUARTER, Limit
from agreements import addresses
from agreements.models import Party, SigningCode, SigningLink
from tenancy.models import Person

LINK_LASTS = timedelta(days=21)
CODE_LASTS = timedelta(minutes=10)
CODE_DIGITS = 6
#: Wrong guesses of one code.
CODE_TRIES = 5

#: Asking for a code: for each person, and for each address (two parents may share one).
CODE_ASKED = Limit("signing-code-asked", 5, QUARTER)
CODE_ASKED_AT = Limit("signing-code-asked-at", 10, QUARTER)
CODE_ASKED_A_DAY = Limit("signing-code-asked-a-day", 30, DAY)
#: Guessing a code: for each person, however many codes they asked for.
CODE_GUESSED = Limit("signing-code-guessed", 20, HOUR)
#: Asking for a new link with an old one, for each person.
LINK_ASKED = Limit("signing-link-asked", 3, HOUR)


def new_link(party: Party, *, at: datetime) -> str:
    """A token for one's own link: 256 bits, 21 days. Links made before go on working."""
    token = secrets.token_urlsafe(32)
    SigningLink.objects.create(
        district_id=party.district_id,
        party=party,
        token_digest=link_digest(token),
        address_digest=address_digest(party.person),
        minted_at=at,
        expires_at=at + LINK_LASTS,
    )
    return token


def find_link(token: str) -> SigningLink | None:
    """The link with this token, be it still good or not."""
    found = SigningLink.objects.filter(token_digest=link_digest(token))
    return found.prefetch_related("party__person", "party__agreement").first()


def link_digest(token: str) -> str:
    """What is kept of a token. SHA-256 is enough for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code(party: Party, *, at: datetime) -> str:
    """A code of six digits for the person of a party: ten minutes."""
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    SigningCode.objects.create(
        district_id=party.district_id,
        person_id=party.person_id,
        party=party,
        code_digest=code_digests(party.person_id, code)[0],
        address_digest=address_digest(party.person),
        minted_at=at,
        expires_at=at + CODE_LASTS,
    )
    return code


def take_code(person: Person, code: str, *, at: datetime) -> bool:
    """Whether this is a code that the person was sent and that still holds; it then holds no more.

    A wrong one counts against every code that still holds. Do not raise out of the transaction afterwards: the count
    would be forgotten.
    """
    holding = SigningCode.objects.filter(
        district=person.district_id, person=person, used_at=None, expires_at__gt=at, tries__lt=CODE_TRIES
    )
    typed = code_digests(person.pk, "".join(letter for letter in code if letter.isdigit()))
    locked = holding.select_for_update(of=("self",), no_key=True).order_by("pk")
    rows = [row for row in locked if is_still_theirs(person, row.address_digest)]
    right = [row for row in rows if any(constant_time_compare(row.code_digest, one) for one in typed)]
    if right:
        SigningCode.objects.filter(pk__in=[row.pk for row in rows]).update(used_at=at)
        return True
    SigningCode.objects.filter(pk__in=[row.pk for row in rows]).update(tries=F("tries") + 1)
    return False


def code_digests(person_id: int, code: str) -> list[str]:
    """What is kept of a code, with this key and with earlier ones: keyed, since a million codes are soon tried."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [salted_hmac("agreements.code", f"{person_id}:{code}", key, algorithm="sha256").hexdigest() for key in keys]


def address_digest(person: Person) -> str:
    """Where something goes that is sent to somebody now, keyed; empty when nothing can be sent."""
    to = addresses.address(person)
    return _address_digests(person, to.to)[0] if to else ""


def is_still_theirs(person: Person, digest: str) -> bool:
    """Whether somebody is still reached where this was sent: an email address or a phone may have changed hands."""
    if not digest:
        return True
    known = [one for to in (person.email, person.phone) if to for one in _address_digests(person, to)]
    return digest in known


def _address_digests(person: Person, to: str) -> list[str]:
    said, keys = f"{person.pk}:{to.lower()}", (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [salted_hmac("agreements.address", said, key, algorithm="sha256").hexdigest() for key in keys]


def revoke(*, parties: list[int], at: datetime) -> None:
    """Links and codes of these parties stop working."""
    links = SigningLink.objects.filter(party__in=parties, used_at=None, revoked_at=None)
    links.update(revoked_at=at)
    SigningCode.objects.filter(party__in=parties, used_at=None).update(used_at=at)


def revoke_of_person(person: Person, *, at: datetime) -> None:
    """Links and codes that were sent to somebody stop working."""
    mine = Party.objects.of(person.district).filter(person=person)
    revoke(parties=list(mine.values_list("pk", flat=True)), at=at)
    SigningCode.objects.filter(district=person.district_id, person=person, used_at=None).update(used_at=at)
