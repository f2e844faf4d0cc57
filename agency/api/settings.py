"""Settings of the REST framework: how every resource of the API behaves."""

FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "central_offices.api.authentication.ClientToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["central_offices.api.authentication.MayCall"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "kernel.api.json_bodies.PlainJson",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_METADATA_CLASS": "kernel.api.options.Plain",
    "DEFAULT_PAGINATION_CLASS": "kernel.api.cursor_pages.Cursor",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "kernel.api.schema.Schema",
    "EXCEPTION_HANDLER": "kernel.api.problems.handle",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
