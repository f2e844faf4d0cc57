"""How every resource of the REST API behaves: REST framework's settings."""

FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "central_offices.authentication.ClientToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["central_offices.authentication.MayCall"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "agency.kernel.json_bodies.PlainJson",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_METADATA_CLASS": "agency.kernel.options.Plain",
    "DEFAULT_PAGINATION_CLASS": "agency.kernel.api.Cursor",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "agency.kernel.schema.Schema",
    "EXCEPTION_HANDLER": "agency.kernel.problems.handle",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
