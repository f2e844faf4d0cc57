"""Addresses of cases and persons: cases by their reference, which is never given twice."""

from django.urls import path

from cases.views import (
    access,
    detail,
    duplicates,
    filing,
    frame,
    lists,
    offences,
    people,
    protection,
)

app_name = "cases"
urlpatterns = [
    path("cases/", lists.case_list, name="list"),
    path("cases/new", filing.create, name="create"),
    path("cases/purpose", lists.give_purpose, name="give_purpose"),
    path("cases/reason/<uuid:pk>", frame.give_reason, name="give_reason"),
    path("cases/known-persons", duplicates.suggest, name="known_persons"),
    path("cases/<slug:reference>/", detail.detail, name="detail"),
    path("cases/<slug:reference>/edit", filing.edit, name="edit"),
    path("cases/<slug:reference>/step/<slug:name>", filing.step, name="step"),
    path("cases/<slug:reference>/note", detail.note, name="note"),
    path("cases/<slug:reference>/persons/", detail.case_persons, name="case_persons"),
    path("cases/<slug:reference>/persons/part", detail.change_part, name="change_part"),
    path("cases/<slug:reference>/documents/", detail.documents, name="documents"),
    path("cases/<slug:reference>/documents/<uuid:pk>", detail.document, name="document"),
    path("cases/<slug:reference>/activity/", detail.activity_page, name="activity"),
    path("cases/<slug:reference>/access/", access.access, name="access"),
    path("cases/<slug:reference>/access/share", access.share, name="share"),
    path("cases/<slug:reference>/access/end-share", access.end_share, name="end_share"),
    path("cases/<slug:reference>/access/invite", access.invite, name="invite"),
    path(
        "cases/<slug:reference>/access/end-invitation",
        access.end_invitation,
        name="end_invitation",
    ),
    path("offences/", offences.offences, name="offences"),
    path("persons/", people.person_list, name="persons"),
    path("persons/<uuid:pk>/", people.person, name="person"),
    path("persons/<uuid:pk>/edit", people.edit, name="edit_person"),
    path("persons/<uuid:pk>/add-to-case", people.add_to_case, name="add_to_case"),
    path("persons/<uuid:pk>/take-out/<int:link>", protection.take_out, name="take_out"),
    path("persons/<uuid:pk>/protection", protection.claim, name="protection"),
    path("commission/protection/", protection.commission, name="commission"),
    path("persons/<uuid:pk>/photos/", people.add_photo, name="add_photo"),
    path("persons/<uuid:pk>/photos/<uuid:photo_pk>", people.photo, name="photo"),
]
