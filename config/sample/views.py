"""Pages of the sample setting: become anyone, read everybody's mail. Elsewhere they do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.sign_ins import open_sample_session
from config.sample import mailbox
from config.sample.districts import lead_person, platform_user
from config.sample.plan import PLANS, PLATFORM_EMAIL
from tenancy.context import district
from tenancy.http import district_url
from tenancy.permissions import Role

P = ParamSpec("P")

#: One line on what each role comes for, beside the button.
WHAT_FOR = {
    "coordinator": _("Runs the programs, every day, at a desk."),
    "administrator": _("Settings, people, who may do what, the audit log."),
    "principal": _("Sees one school: its students, mentors and what must be safe."),
    "teacher": _("Prepares the students of a class group, notes interviews and goals."),
    "counselor": _("Knows the students of a school, their parents and court orders."),
    "frontoffice": _("Finds colleagues, the calendar, and until when a mentor is cleared."),
    "mentor": _("Keeps a profile and does the steps before meeting a student."),
    "newmentor": _("Was just accepted, and has every step still to do."),
    "guardian": _("Reads about one child, on a phone."),
    "student": _("Applies to a program, sets goals, keeps a portfolio."),
}


def sample_only(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Answer 404 anywhere else than in the sample setting."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not settings.SAMPLE:
            raise Http404
        return view(*args, **kwargs)

    guarded.access = "the sample setting, with made-up people only"  # type: ignore[attr-defined]
    return guarded


@require_safe
@sample_only
def sample(request: HttpRequest) -> HttpResponse:
    """Whom one can be."""
    districts = [
        {
            "slug": plan.slug,
            "name": plan.name,
            "people": [
                {
                    "key": f"{plan.slug}-{lead.key}",
                    "name": f"{lead.given_name} {lead.family_name}",
                    "given_name": lead.given_name,
                    "role": Role(lead.role).label,
                    "language": get_language_info(lead.language)["name_local"] if lead.language != "en" else "",
                    "what_for": WHAT_FOR[lead.key],
                    "address": f"{lead.key}@{plan.slug}.example",
                }
                for lead in plan.visitors
            ],
        }
        for plan in PLANS
    ]
    return render(request, "config/sample.html", {"districts": districts, "platform_email": PLATFORM_EMAIL})


@require_POST
@sample_only
def sample_enter(request: HttpRequest, who: str) -> HttpResponse:
    """Sign in as a made-up person, extra step done, and go to their home page."""
    if who == "platform":
        if not (operator := platform_user()):
            raise Http404
        open_sample_session(request, operator)
        return redirect("home_outside")
    slug, _dash, key = who.partition("-")
    keys = {f"{plan.slug}-{lead.key}" for plan in PLANS for lead in plan.visitors}
    if who not in keys or not (found := lead_person(slug, key)):
        raise Http404
    open_sample_session(request, found[1])
    with district(slug) as entered:
        answer = redirect(district_url(entered, "home"))
    # One browser is many people here: what the last one read is not what the next one reads.
    answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
    return answer


@require_safe
@sample_only
def sample_mail(request: HttpRequest) -> HttpResponse:
    """What arrived, newest first; ?to=address for one mailbox."""
    to = request.GET.get("to", "").strip().lower()
    return render(request, "config/sample_mail.html", {"mails": mailbox.read(to=to), "to": to})


@require_safe
@sample_only
def sample_mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    """One message, as text."""
    mail = mailbox.read_one(name)
    if mail is None:
        raise Http404
    return render(request, "config/sample_mail_detail.html", {"mail": mail})
