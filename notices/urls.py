"""Addresses of notices: by reference (2026-30493) once published, by id before, or by UN's."""

from django.urls import path

from notices.public import interpol_service
from notices.views import (
    case_tab,
    detail,
    drafts,
    feed,
    lists,
    printing,
    public,
    refusals,
    reviewing,
    steps,
    un_list,
)

app_name = "notices"
urlpatterns = [
    path("cases/<slug:reference>/notices/", case_tab.page, name="of_case"),
    path("notices/", lists.notice_list, name="list"),
    path("notices/new", drafts.start, name="start"),
    path("notices/un-list/", un_list.page, name="un_list"),
    path("notices/un-list/<uuid:pk>/", un_list.edition, name="un_edition"),
    path("notices/un-list/<uuid:pk>/<slug:name>", un_list.step, name="un_edition_step"),
    path("notices/review/", lists.review_queue, name="review_queue"),
    path("notices/refusals/", refusals.refusal_list, name="refusals"),
    path("notices/refusals/<uuid:pk>/<slug:name>", refusals.step, name="refusal_step"),
    path("notices/papers/<uuid:pk>/", printing.paper, name="paper"),
    path("notices/papers/<uuid:pk>/file", printing.download, name="download"),
    path("notices/<str:address>/", detail.detail, name="detail"),
    path("notices/<str:address>/draft/<slug:name>", drafts.part, name="part"),
    path("notices/<str:address>/steps/<slug:name>", steps.step, name="step"),
    path("notices/<str:address>/review/", reviewing.page, name="review"),
    path("notices/<str:address>/review/confirm", reviewing.confirm, name="confirm"),
    path("notices/<str:address>/review/disagree", reviewing.disagree, name="disagree"),
    path("notices/<str:address>/review/<slug:outcome>", reviewing.decide, name="decide"),
    path("notices/<str:address>/circulation/", detail.circulated, name="circulation"),
    path("notices/<str:address>/photo", detail.photo, name="photo"),
    path("notices/<str:address>/warrant", detail.warrant_copy, name="warrant"),
    path("notices/<str:address>/papers", detail.ask_paper, name="ask_paper"),
    path("notices/<str:address>/proof", detail.ask_proof, name="ask_proof"),
    path("notices/<str:address>/acknowledge", detail.acknowledge, name="acknowledge"),
]
open_to_all = [
    path("public/notices/", public.notices, name="public_notices"),
    path("public/notices/feed.atom", feed.notices, name="public_notices_feed"),
    path("public/notices/<str:slug>/", public.notice, name="public_notice"),
    path("public/notices/<str:slug>/photo", public.photo, name="public_notice_photo"),
    path("verify/", public.verify, name="verify"),
    path("verify/<str:code>", public.verify_code, name="verify_code"),
    *interpol_service.urlpatterns,
]
