"""Documents on paper for families to whom nothing can be sent: one file, in the order of handing out."""

from collections.abc import Sequence
from dataclasses import dataclass

from agreements import pdfs
from agreements.models import Agreement
from mentoring.models import MatchStudent, Program
from mentoring.packet_reading import groups_of, papers_of
from tenancy import audit
from tenancy.actor import Actor


@dataclass(frozen=True)
class Sheet:
    """One document to print, in one language: for whom, and in which class group it is handed out."""

    agreement: Agreement
    language: str
    student: str
    group: str

    @property
    def words(self) -> str:
        """How it is called on the page that asks: "Period 2: Sam Haddad (es)"."""
        name = f"{self.student} ({self.language})"
        return f"{self.group}: {name}" if self.group else name


def sheets_of(rows: Sequence[MatchStudent]) -> list[Sheet]:
    """What to print for these students: each document that waits for somebody to whom nothing can be sent, once in
    each of their languages, by class group, language and name. A fixed number of queries.
    """
    groups, papers, found = groups_of(rows), papers_of(rows), []
    for row in rows:
        for one in papers[row.pk].standings:
            lost = [party for party in one.waiting if party.pk in papers[row.pk].unreachable]
            for language in sorted({party.person.language or row.district.language for party in lost}):
                if one.agreement is not None:
                    found.append(Sheet(one.agreement, language, row.student.person.sorted_name, groups.get(row.pk, "")))
    return sorted(found, key=lambda one: (one.group, one.language, one.student, one.agreement.pk))


def write(*, sheets: Sequence[Sheet], program: Program, by: Actor) -> bytes:
    """The sheets as one PDF, each beginning on a page of its own. Written to the log."""
    content = pdfs.paper_copies([(one.agreement, one.language) for one in sheets])
    facts: dict[str, audit.Fact] = {"agreements": [one.agreement.pk for one in sheets]}
    audit.record(by=by, verb="packet.print", target=program, facts=facts)
    return content
