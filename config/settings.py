"""Settings, read from the environment. Every variable is described in docs/operating.md."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.environment import broker_url, flag, mail_server, words
from config.logs import LOGGING as LOGGING

# Lets querysets, forms and managers be written with their row type: DistrictForm[School].
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Which setting this is -----------------------------------------------------------------------------------------
#: The sample setting: made-up districts, one-click entry, a mailbox page. A deploy check refuses it in production.
SAMPLE = flag("WAYMARK_SAMPLE")
DEBUG = flag("DEBUG")
PUBLIC_URL = os.environ.get("PUBLIC_URL", "http://localhost:8000").rstrip("/")
IS_HTTPS = PUBLIC_URL.startswith("https://")

SECRET_KEY = os.environ.get("SECRET_KEY", "")
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS")
#: Fernet keys, newest first, that encrypt the secrets of authenticator apps. They never stand in the database.
FACTOR_KEYS = words("FACTOR_KEYS")
if not SECRET_KEY or not FACTOR_KEYS:
    raise ImproperlyConfigured("Set SECRET_KEY and FACTOR_KEYS. `make run` makes both for one machine.")

ALLOWED_HOSTS = words("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS") or ([PUBLIC_URL] if IS_HTTPS else [])

# --- Apps, floor by floor ------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config",
    "rosters",
    "journals",
    "support",
    "meetings",
    "classes",
    "mentoring",
    "screening",
    "agreements",
    "accounts",
    "correspondence",
    "tenancy",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "guardian",
    "csp",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "config.requests.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    # Opens the district and its transaction for /d/<slug>/…: everything below it reads and writes inside.
    "tenancy.middleware.DistrictMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # Says who is looking: request.viewer, the extra sign-in step, "continue as".
    "accounts.middleware.ViewerMiddleware",
    "config.renewals.RenewCountsMiddleware",
    # Two at the same moment: one of them is told so.
    "config.requests.SameMomentMiddleware",
]

ROOT_URLCONF = "config.urls"
#: The addresses inside a district, below /d/<slug>/.
DISTRICT_URLCONF = "config.urls_district"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "config.navigation.page",
            ],
            "builtins": ["tenancy.templatetags.district", "template_partials.templatetags.partials"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database: three roles, see tenancy/roles.py -------------------------------------------------------------------
DATABASE_URL = os.environ.get("DATABASE_URL", "")
DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL", "")
DATABASE_ADMIN_URL = os.environ.get("DATABASE_ADMIN_URL", "")
IS_OWNER = os.environ.get("WAYMARK_AS") == "owner"
if not (DATABASE_OWNER_URL if IS_OWNER else DATABASE_URL):
    raise ImproperlyConfigured(f"Set {'DATABASE_OWNER_URL' if IS_OWNER else 'DATABASE_URL'}: see docs/operating.md.")
DATABASES = {
    "default": {
        **dj_database_url.parse(DATABASE_OWNER_URL if IS_OWNER else DATABASE_URL, conn_max_age=60),
        "CONN_HEALTH_CHECKS": True,
        # A transaction-mode pooler may stand in between: no server-side cursors, no session state.
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
#: Tables that belong to no district, each with app_rt's rights and a reason: config/global_tables.py.
GLOBAL_TABLES = "config.global_tables.GLOBAL_TABLES"
#: What follows from what happens: config/consequences.py.
CONSEQUENCES = "config.consequences.CONSEQUENCES"
#: What floors above add to the pages about people: config/person_pages.py.
PERSON_PAGES = "config.person_pages.PERSON_PAGES"
#: What floors above mentoring add to the pages about matches and students: config/match_pages.py.
MATCH_PAGES = "config.match_pages.MATCH_PAGES"
#: Every reminder that a rule causes: config/reminders.py.
REMINDERS = "config.reminders.REMINDERS"
#: Whom people may know of by what they are to each other: config/person_pages.py.
PERSON_RELATIONS = "config.person_pages.PERSON_RELATIONS"
PERSON_LIMITS = "config.person_pages.PERSON_LIMITS"
PERSON_REACH = "config.person_pages.PERSON_REACH"
VIEWER_FACTS = "config.person_pages.VIEWER_FACTS"
PERSON_MERGING = "config.person_pages.PERSON_MERGING"
PERSON_LIKENESS = "config.person_pages.PERSON_LIKENESS"
#: Who may still sign on the day, as floors above agreements know: config/signing.py.
STILL_MAY_SIGN = "config.signing.STILL_MAY_SIGN"

# --- Broker and cache ----------------------------------------------------------------------------------------------
REDIS_URL = os.environ.get("REDIS_URL", "")
CELERY_BROKER_URL = broker_url(REDIS_URL)
CACHES = {
    "default": {
        # Answers "not there" while the server is away: a stopped broker must not stop a page.
        "BACKEND": "tenancy.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "waymark",
        "OPTIONS": {"db": 2, "socket_timeout": 1, "socket_connect_timeout": 1},
    }
}

# --- Signing in: accounts/ -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/accounts/login/"
# Nobody signs up: people are invited. An address, or a code that staff gave, and a password or an emailed code.
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "request_login_code": "accounts.forms.AskForCodeForm",
    "confirm_login_code": "accounts.forms.SignInCodeForm",
    "add_email": "accounts.forms.NewAddressForm",
    "confirm_email_verification_code": "accounts.forms.NewAddressCodeForm",
    "reset_password": "accounts.forms.AskForResetForm",
    "confirm_password_reset_code": "accounts.forms.ResetCodeForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "reauthenticate": "accounts.forms.PasswordAgainForm",
}
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "code"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_DISPLAY = "accounts.adapter.sign_in_name"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 60 * 15
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * 15
#: Counted in the cache, which may be away; what must hold is counted in the database too: accounts/rules.py.
ACCOUNT_RATE_LIMITS = {
    # A whole school comes from one internet address and signs in within five minutes.
    "login": "600/m/ip",
    "login_failed": "100/m/ip,5/300s/key",
    "request_login_code": "100/m/ip,3/m/key",
    "reset_password": "60/m/ip,5/m/key",
}
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ALLAUTH_TRUSTED_PROXY_COUNT = int(flag("BEHIND_PROXY"))
# The extra step: authenticator app, passkey, back-up codes; "remember this computer" for 30 days.
USERSESSIONS_ADAPTER = "accounts.adapter.SessionsAdapter"
MFA_ADAPTER = "accounts.adapter.FactorAdapter"
MFA_FORMS = {"authenticate": "accounts.forms.ExtraStepForm", "reauthenticate": "accounts.forms.ExtraStepAgainForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = MFA_TRUST_ENABLED = True
MFA_TRUST_COOKIE_AGE = 60 * 60 * 24 * 30
MFA_TOTP_ISSUER = "Waymark"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
ANONYMOUS_USER_NAME = None  # guardian: no made-up user
GUARDIAN_MONKEY_PATCH_USER = False

# --- Cookies and headers -------------------------------------------------------------------------------------------
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb", "accelerometer")
}

# --- Languages and time --------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = IS_HTTPS
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = "UTC"  # a district's own zone is set with the district: tenancy/context.py

# --- Files ---------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.node_assets.NodeAssetsFinder",
]
#: Static path → file inside node_modules. Nothing else of node_modules is ever served.
NODE_ASSETS = {
    "vendor/public-sans/public-sans-latin-wght-normal.woff2": (
        "@fontsource-variable/public-sans/files/public-sans-latin-wght-normal.woff2"
    ),
    "vendor/public-sans/public-sans-latin-ext-wght-normal.woff2": (
        "@fontsource-variable/public-sans/files/public-sans-latin-ext-wght-normal.woff2"
    ),
    "vendor/public-sans/public-sans-vietnamese-wght-normal.woff2": (  # for PDFs
        "@fontsource-variable/public-sans/files/public-sans-vietnamese-wght-normal.woff2"
    ),
    "vendor/signature_pad/signature_pad.js": "signature_pad/dist/signature_pad.min.js",
    "vendor/signature_pad/signature_pad.min.js.map": "signature_pad/dist/signature_pad.min.js.map",
}
MEDIA_ROOT = Path(os.environ.get("WAYMARK_FILES", BASE_DIR / "var" / "files"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- The seal on signed documents: agreements/seal_keys.py ---------------------------------------------------------
#: certificates/ in it are read by every process, private/ by the worker alone.
SEAL_KEYS_DIR = Path(os.environ.get("SEAL_KEYS_DIR", BASE_DIR / "var" / "seal"))
#: Opens the key. Only the worker has it.
SEAL_KEY_PASSPHRASE = os.environ.get("SEAL_KEY_PASSPHRASE", "")

# --- Mail and text messages ----------------------------------------------------------------------------------------
globals().update(mail_server(os.environ.get("EMAIL_URL", "smtp://127.0.0.1:1025")))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("MAIL_FROM", "Waymark <waymark@localhost>")
#: Text messages: "" (off), "console:" or "https://ACCOUNT:TOKEN@host/…?from=+1…" (Twilio-shaped).
TEXT_MESSAGE_URL = os.environ.get("TEXT_MESSAGE_URL", "")
#: Where the sample setting's mail sink keeps what it received (one .eml file a message).
SAMPLE_MAIL = Path(os.environ.get("WAYMARK_SAMPLE_MAIL", BASE_DIR / "var" / "mail"))

SENTRY_DSN = os.environ.get("SENTRY_DSN", "")
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",  # its backend knows no expiry and is left out on purpose: tenancy/grants.py
]

#: True in test databases only, where tests that commit are cleaned up by TRUNCATE.
TRUNCATE_GRANTED_FOR_TESTS = False
