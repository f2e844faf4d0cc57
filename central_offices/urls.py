"""Addresses of offices, officers and one's own account."""

from django.urls import path

from central_offices import preferences, views

app_name = "central_offices"
urlpatterns = [
    path("offices/", views.offices, name="list"),
    path("offices/<str:code>/", views.office, name="detail"),
]
account = [
    path("settings/preferences", preferences.preferences, name="preferences"),
    path("settings/account/", views.my_account, name="my_account"),
]
