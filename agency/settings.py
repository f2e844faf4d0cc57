"""Every setting of the system, read from the environment; nonsense refuses to start."""

import tomllib
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from agency import content_policy, environment, logs, start_refusals
from agency.api import oauth, settings

BASE_DIR = Path(__file__).resolve().parent.parent
AGENCY_DATA = Path(environment.text("AGENCY_DATA") or BASE_DIR / "var").resolve()
DEMO = environment.flag("DEMO")
DEBUG = False
# The one version number, of the package and of the API.
VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text("utf-8"))["project"]["version"]
DEMO_SECRET = "demo-only-secret-key-never-outside-the-demo-0123456789abcdef"

SECRET_KEY = environment.text("SECRET_KEY") or (DEMO_SECRET if DEMO else "")
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")
FILE_KEY = environment.text("FILE_KEY") or (DEMO_SECRET if DEMO else "")
FILE_KEY_FALLBACKS = environment.words("FILE_KEY_FALLBACKS")
FINGERPRINT_KEY = environment.text("FINGERPRINT_KEY") or (DEMO_SECRET if DEMO else "")
if not DEMO:
    start_refusals.weak_secrets(
        SECRET_KEY=SECRET_KEY, FILE_KEY=FILE_KEY, FINGERPRINT_KEY=FINGERPRINT_KEY
    )
    start_refusals.weak_fallbacks(
        SECRET_KEY_FALLBACKS=SECRET_KEY_FALLBACKS, FILE_KEY_FALLBACKS=FILE_KEY_FALLBACKS
    )

PORT = environment.number("PORT", 8000, 1, 65535)
PUBLIC_URL = environment.address("PUBLIC_URL", f"http://127.0.0.1:{PORT}", "http", "https")
SECURE = PUBLIC_URL.startswith("https://")
if not DEMO and not SECURE:
    raise ImproperlyConfigured("PUBLIC_URL must begin with https:// outside the demo (DEMO=1).")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "127.0.0.1,localhost" if DEMO else "")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is empty: name the hosts that people will type.")
if not DEMO:
    start_refusals.any_host(ALLOWED_HOSTS)
    start_refusals.other_host(PUBLIC_URL, ALLOWED_HOSTS)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if SECURE else []

INSTALLED_APPS = [
    "agency",
    "kernel",
    "ledger",
    "central_offices",
    "policies",
    "cases",
    "notices",
    "exchange",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "central_offices.accounts.allauth_sessions.SessionsByDigest",
    "axes",
    "oauth2_provider",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "agency.pages.latency.Latency",
    "kernel.pages.isolation.Isolation",
    "kernel.pages.middleware.RequestId",
    "kernel.pages.middleware.CallsWithoutSlash",
    "agency.web_server.refusals.OwnHosts",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "notices.views.copies.PublicCopies",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "kernel.pages.middleware.Unchanged",
    "central_offices.sign_in.middleware.SessionCookie",
    "django.middleware.locale.LocaleMiddleware",
    "kernel.pages.encodings.Utf8Only",
    "django.middleware.common.CommonMiddleware",
    "kernel.pages.middleware.OtherSlash",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "central_offices.middleware.SessionRules",
    "central_offices.middleware.RateLimits",
    "central_offices.middleware.Refusals",
    "agency.pages.languages.Chosen",
    "agency.web_server.refusals.Marked",
    "central_offices.middleware.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "central_offices.middleware.SessionsInUse",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "central_offices.accounts.middleware.WhoIsThere",
    "kernel.pages.middleware.Acting",
]
APPEND_SLASH = False  # OtherSlash does it, both ways and for every method
# Whose process_exception Acting passes on: allauth asks for the password again this way.
VIEW_EXCEPTION_MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]

ROOT_URLCONF = "agency.urls"
WSGI_APPLICATION = "agency.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "agency.pages.shell.context",
            ],
        },
    }
]

# Two roles (docs/laws.md L3): the app never owns what it uses.
_url = environment.text("DATABASE_URL") or "postgresql:///iisa"
_owner = environment.text("DATABASE_OWNER_URL")
DATABASES = {
    "default": environment.database(_url, "DATABASE_URL"),
    "owner": environment.database(_owner or _url, "DATABASE_OWNER_URL"),
}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
# Pages ask many small questions at once: helpers and compilers would cost more than they save.
_options = "-c max_parallel_workers_per_gather=0 -c jit=off"
DATABASES["default"]["OPTIONS"]["options"] = _options + ("" if _owner else " -c role=iisa_app")
DATABASES["owner"]["TEST"] = {"MIRROR": "default"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Where webhooks may go beside public https: offices on private networks. Empty in most places.
OUTBOUND_ALLOW = environment.endpoints("OUTBOUND_ALLOW", bare=DEMO)
# Of the simulated office.
DEMO_RECEIVER_PORT = environment.text("DEMO_RECEIVER_PORT") if DEMO else ""

REDIS_URL = environment.address("REDIS_URL", "redis://127.0.0.1:6379/0", "rediss", "redis")
if not DEMO:
    start_refusals.open_networks(OUTBOUND_ALLOW)
    start_refusals.open_broker(REDIS_URL)
    start_refusals.owner_of_the_database(DATABASES["default"], _owner and DATABASES["owner"])

AUTH_USER_MODEL = "central_offices.Officer"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "central_offices.sign_in.who_acts.OfficerBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "central_offices.sign_in.passwords.NotGuessable"},
    {"NAME": "central_offices.sign_in.passwords.NoOwnWords"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "central_offices.accounts.adapters.ClosedSignUp"
ACCOUNT_FORMS = {"reset_password": "central_offices.forms.resets.ResetForm"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
# Wrong passwords are counted by axes, addresses and browsers by RateLimits: here an address would
# be one caller, and a stranger in the office's network stop its officers.
ACCOUNT_RATE_LIMITS = dict.fromkeys(["login", "login_failed", "reset_password_from_key"])
ACCOUNT_RATE_LIMITS |= {"reset_password": "5/m/key"}
MFA_RATE_LIMITS = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "central_offices.sign_in.second_factors.SecondFactors"
MFA_FORMS = {
    "authenticate": "central_offices.accounts.second_factor.SignInCode",
    "reauthenticate": "central_offices.accounts.second_factor.ConfirmationCode",
    "activate_totp": "central_offices.accounts.second_factor.FirstCode",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
USERSESSIONS_TRACK_ACTIVITY = True
AXES_HANDLER = "central_offices.sign_in.lockout.Handler"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "central_offices.sign_in.lockout.typed_email"
AXES_CLIENT_IP_CALLABLE = "central_offices.access.addresses.address_of"
AXES_LOCKOUT_CALLABLE = "central_offices.sign_in.lockout.wait_page"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True  # the ledger keeps it
PROXY_COUNT = environment.number("PROXY_COUNT", 0, 0, 5)

# Used codes of second factors, and allauth's limits: one place for every process.
_remembered = {"LOCATION": "central_offices_remembered", "OPTIONS": {"MAX_ENTRIES": 100_000}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", **_remembered}}
SESSION_ENGINE = "central_offices.sign_in.session_store"
SESSION_COOKIE_AGE = 12 * 3600  # seconds, also the longest life of a session
SESSION_IDLE_SECONDS = environment.number(
    "SESSION_IDLE_SECONDS", 8 * 3600 if DEMO else 900, 60, 86400
)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "iisa_session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "iisa_csrf"
CSRF_FAILURE_VIEW = "agency.pages.errors_and_health.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63072000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = content_policy.POLICY
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("ar", _("Arabic")),
    ("zh-hans", _("Chinese")),
    ("fr", _("French")),
    ("ru", _("Russian")),
    ("es", _("Spanish")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = AGENCY_DATA / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_MANIFEST_STRICT = False
UPLOAD_LIMIT = 25 * 1024 * 1024
# Bytes that one officer, or one office's system, may give us within 24 hours.
UPLOAD_QUOTA = environment.number("UPLOAD_QUOTA", 1024**3, 1024**2, 1 << 50)
# Bytes in one request of who is known, and of anybody else.
BODY_LIMIT = environment.number("BODY_LIMIT", 32 * 1024 * 1024, 1024 * 1024, 1 << 40)
BODY_LIMIT_ANONYMOUS = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["kernel.files.uploads.OfOfficers"]

CLAMD_SOCKET = environment.text("CLAMD_SOCKET")  # clamd's unix socket; empty: files are not scanned
EMAIL_URL = environment.text("EMAIL_URL")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.text("EMAIL_FROM", "no-reply@iisa.example")
if EMAIL_URL:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    _mail = environment.mail(EMAIL_URL)
    EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS = _mail
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = AGENCY_DATA / "mail"

REST_FRAMEWORK = settings.FRAMEWORK
SPECTACULAR_SETTINGS = settings.SCHEMA | {"VERSION": VERSION}
API_RATE_CLIENT = environment.number("API_RATE_CLIENT", 1200, 1, 10_000_000)  # calls in a minute
API_RATE_OFFICER = environment.number("API_RATE_OFFICER", 600, 1, 10_000_000)
PAGE_RATE_OFFICER = environment.number("PAGE_RATE_OFFICER", 300, 1, 10_000_000)  # pages in a minute
SEARCH_RATE_OFFICER = environment.number("SEARCH_RATE_OFFICER", 40, 1, 10_000_000)
PAGE_RATE_ADDRESS = environment.number("PAGE_RATE_ADDRESS", 240, 1, 10_000_000)
VERIFY_RATE_ADDRESS = environment.number("VERIFY_RATE_ADDRESS", 30, 1, 10_000_000)
SIGN_IN_RATE_ADDRESS = environment.number("SIGN_IN_RATE_ADDRESS", 40, 1, 10_000_000)
API_RATE_ADDRESS = environment.number("API_RATE_ADDRESS", 120, 1, 10_000_000)  # of who says no name
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"
OAUTH2_PROVIDER = oauth.PROVIDER
PUBLIC_COPY_SECONDS = environment.number("PUBLIC_COPY_SECONDS", 1, 0, 60)  # 0: no copies are kept
SECURITY_CONTACT = environment.contacts("SECURITY_CONTACT", demo=DEMO)  # told in security.txt
METRICS_TOKEN = environment.token("METRICS_TOKEN")  # empty: nobody reads /metrics
if not DEMO:
    start_refusals.weak_token("METRICS_TOKEN", METRICS_TOKEN)
METRICS_FOLDER = environment.text("PROMETHEUS_MULTIPROC_DIR")  # of the web server's processes
LOGGING = logs.to_console(environment.text("LOG_LEVEL", "WARNING"))
