"""The Celery app and the whole timetable of what happens by itself."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("waymark", task_cls="tenancy.celery:DistrictTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_timeout=1,
    broker_connection_retry_on_startup=True,
    # Without the throttle most tasks were still missing 85 s after a broker was killed; with it all were back in 27 s.
    broker_transport_options={
        "visibility_timeout": 300,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
    },
    timezone="UTC",
)
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "heartbeat": {"task": "config.tasks.beat_heartbeat", "schedule": 15},
    # Expires before the next one: after a night without workers, one sweep is as good as a thousand.
    "mail": {"task": "correspondence.tasks.sweep", "schedule": 60, "options": {"expires": 55}},
    # What a rule causes, once for each due date: when it is day in the district, on its open days.
    "reminders": {"task": "correspondence.tasks.begin_reminders", "schedule": crontab(minute=25)},
    # Long work that nobody goes on with: its bell was not heard, or its worker died.
    "jobs": {"task": "tenancy.tasks.sweep_jobs", "schedule": 60},
    # Files that nobody brought in, failed rows of a month ago.
    "imports": {"task": "rosters.tasks.tidy_imports", "schedule": 60 * 60},
    # What declined applicants wrote a year ago.
    "applications": {"task": "mentoring.tasks.forget_applications", "schedule": 60 * 60},
    # What students deleted from their portfolios a month ago.
    "portfolios": {"task": "mentoring.tasks.forget_portfolio_items", "schedule": 60 * 60},
    # What students asked and no mentor answered in time.
    "interests": {"task": "mentoring.tasks.expire_interests", "schedule": crontab(minute=15)},
    # The hour in which a district's day begins is its own clock's.
    "clearance": {"task": "screening.tasks.begin_days", "schedule": crontab(minute=5)},
    # Who was asked to sign and has not; documents whose day has passed.
    "signatures": {"task": "agreements.tasks.begin_days", "schedule": crontab(minute=10)},
    # What everybody signed and nothing has sealed.
    "seals": {"task": "agreements.tasks.sweep", "schedule": 60, "options": {"expires": 55}},
    "seal_probe": {"task": "agreements.tasks.probe_seal", "schedule": 60 * 60},
    # After clearances: what ran out stops matches.
    "matches": {"task": "mentoring.tasks.begin_days", "schedule": crontab(minute=20)},
    # Journal entries for the week or month; after matches, since nothing is owed while one is paused.
    "journals": {"task": "journals.tasks.begin_days", "schedule": crontab(minute=25)},
    # How was it? Once a meeting is over.
    "meetings": {"task": "meetings.tasks.ask_how_it_was", "schedule": crontab(minute="3,18,33,48")},
    # After matches: talks, looks at goals, silences.
    "support": {"task": "support.tasks.begin_days", "schedule": crontab(minute=25)},
    # Letters to counselors that nobody has opened.
    "referrals": {"task": "support.tasks.sweep_referrals", "schedule": 10 * 60, "options": {"expires": 9 * 60}},
    "sign_ins": {"task": "accounts.tasks.tidy_up", "schedule": 60 * 60},
}
