"""Addresses of offices, officers, API clients and one's own account."""

from django.urls import path

from central_offices.views import (
    agreements,
    clients,
    delivery,
    deputies,
    directory,
    invitations,
    keys,
    my_account,
    officers,
    offices,
    preferences,
    rosters,
    steps,
)

app_name = "central_offices"
_office = "offices/<str:code>/"
urlpatterns = [
    path("offices/", directory.offices, name="list"),
    path("offices/<str:code>/", directory.office, name="detail"),
    path("offices/<str:code>/edit", offices.edit, name="edit"),
    path(_office + "delivery", delivery.page, name="delivery"),
    path(_office + "receive", delivery.receive, name="receive"),
    path(_office + "receive/<uuid:pk>/<str:name>", delivery.decide, name="decide_delivery"),
    path(_office + "pause", delivery.pause, name="pause"),
    path(_office + "resume", delivery.resume, name="resume"),
    path(_office + "secret", delivery.secret, name="renew_secret"),
    path(_office + "switch-on", delivery.switch_on, name="switch_on"),
    path(_office + "ping", delivery.ping, name="ping"),
    path(_office + "redeliver/<uuid:pk>", delivery.redeliver, name="redeliver"),
    path(_office + "roster", rosters.roster, name="roster"),
    path(_office + "roster/new", rosters.plan, name="plan_shift"),
    path(_office + "roster/<uuid:pk>/edit", rosters.change, name="change_shift"),
    path(_office + "roster/<uuid:pk>/cancel", rosters.cancel, name="cancel_shift"),
    path("instruments/", agreements.instruments, name="instruments"),
    path("instruments/new", agreements.new_instrument, name="new_instrument"),
    path("instruments/<uuid:pk>/", agreements.instrument, name="instrument"),
    path("instruments/<uuid:pk>/edit", agreements.edit_instrument, name="edit_instrument"),
    path("authorities/", agreements.authorities, name="authorities"),
    path("authorities/new", agreements.new_authority, name="new_authority"),
    path("authorities/<uuid:pk>/edit", agreements.edit_authority, name="edit_authority"),
    path(_office + "keys/register", keys.register, name="register_key"),
    path(_office + "keys/renew", keys.renew, name="renew_key"),
    path(_office + "keys/<str:kid>/revoke", keys.revoke, name="revoke_key"),
    path(_office + "keys/<str:kid>/moment/<str:name>", keys.moment, name="key_moment"),
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
    path("settings/deputy/", deputies.page, name="deputies"),
    path("settings/deputy/<uuid:pk>/end", deputies.end, name="end_deputy"),
    path("settings/account/", my_account.my_account, name="my_account"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
]
