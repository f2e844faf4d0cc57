"""Addresses of offices, officers, API clients and one's own account."""

from django.urls import path

from central_offices.views import (
    clients,
    directory,
    invitations,
    my_account,
    officers,
    offices,
    preferences,
    steps,
)

app_name = "central_offices"
urlpatterns = [
    path("offices/", directory.offices, name="list"),
    path("offices/<str:code>/", directory.office, name="detail"),
    path("offices/<str:code>/edit", offices.edit, name="edit"),
    path("offices/<str:code>/receive", offices.receive, name="receive"),
    path("offices/<str:code>/pause", offices.pause, name="pause"),
    path("offices/<str:code>/resume", offices.resume, name="resume"),
    path("officers/", officers.officers, name="officers"),
    path("officers/invite", officers.invite, name="invite"),
    path("officers/<int:pk>/", officers.officer, name="officer"),
    path("officers/<int:pk>/roles/<uuid:grant>/end", steps.end_role, name="end_role"),
    path("officers/<int:pk>/<str:name>", steps.step, name="step"),
    path("clients/", clients.clients, name="clients"),
    path("clients/new", clients.new, name="new_client"),
    path("clients/<uuid:pk>/", clients.client, name="client"),
    path("clients/<uuid:pk>/change", clients.change, name="change_client"),
    path("clients/<uuid:pk>/rotate", clients.rotate, name="rotate_client"),
    path("clients/<uuid:pk>/revoke", clients.revoke, name="revoke_client"),
]
account = [
    path("settings/preferences", preferences.preferences, name="preferences"),
    path("settings/account/", my_account.my_account, name="my_account"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
]
