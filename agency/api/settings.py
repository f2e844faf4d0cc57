"""Settings of the REST framework: how every resource of the API behaves."""

FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "central_offices.api.authentication.ClientToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["central_offices.api.authentication.MayCall"],
    "DEFAULT_THROTTLE_CLASSES": ["agency.api.parameters.AsDescribed"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    # What takes a file is a form instead, and says so itself: none takes both.
    "DEFAULT_PARSER_CLASSES": ["kernel.api.json_bodies.PlainJson"],
    "DEFAULT_METADATA_CLASS": "kernel.api.options.Plain",
    "DEFAULT_PAGINATION_CLASS": "kernel.api.cursor_pages.Cursor",
    "DEFAULT_FILTER_BACKENDS": ["kernel.api.bodies.KnownFilters"],
    "DEFAULT_SCHEMA_CLASS": "kernel.api.schema.Schema",
    "EXCEPTION_HANDLER": "kernel.api.problems.handle",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

# What drf-spectacular writes the OpenAPI schema by; the version comes from the settings.
SCHEMA = {
    "TITLE": "International Internal Security Agency: API for central offices",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "WEBHOOKS": "agency.api.webhooks.WEBHOOKS",
    "POSTPROCESSING_HOOKS": [
        "kernel.api.schema_sparse_fields.finish",
        "kernel.api.schema_links.finish",
        "agency.api.schema_for_strangers.finish",
        "agency.api.examples.finish",
    ],
    "ENUM_NAME_OVERRIDES": {
        "RequestStatus": "exchange.models.Request.Status",
        "RequestReviewStatus": "exchange.models.RequestReview.Status",
        "RecipientStatus": "exchange.models.RequestRecipient.Status",
        "NoticeStatus": "notices.models.Notice.Status",
        "PaperStatus": "notices.models.Paper.Status",
        "SecondLanguage": "notices.models.SecondLanguage",
        "EditionLanguage": "policies.models.Language",
        "PortfolioCode": "policies.models.PortfolioCode",
        "HandlingCode": "central_offices.models.HandlingCode",
        "SubjectKind": "cases.models.Subject.Kind",
        "CancelReason": "notices.models.refusal_reasons.CancelReason",
        "RefusalReason": "notices.models.refusal_reasons.RefusalReason",
    },
}
