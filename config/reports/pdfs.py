"""Reports on paper."""

from datetime import date

from config.reports.monthly import MonthlyPage
from config.reports.progress import Progress
from correspondence.pdf_rendering import pdf
from tenancy.models import District


def program_progress(*, district: District, progress: Progress, on: date, language: str) -> bytes:
    """A program's charts, each with its figures. A file."""
    context = {"district": district, "progress": progress, "on": on}
    return pdf("config/pdf/program_progress.html", context, language=language)


def monthly_page(*, district: District, page: MonthlyPage, on: date, language: str) -> bytes:
    """A school's page of a month. A file."""
    return pdf("config/pdf/monthly_page.html", {"district": district, "page": page, "on": on}, language=language)
