"""The addresses of the pages about requests."""

from django.urls import path

from exchange import (
    case_tab,
    consent_views,
    desk_views,
    draft_views,
    duty_views,
    handover_views,
    letter_views,
    performance_views,
    proposal_views,
    views,
)

app_name = "exchange"
_one = "requests/<slug:reference>/"
_side = "requests/<slug:reference>/offices/<slug:code>/"

urlpatterns = [
    path("duty", duty_views.duty, name="duty"),
    path("duty/news", duty_views.news, name="duty_news"),
    path("duty/wall", handover_views.wall, name="wall"),
    path("duty/handover/", handover_views.notes, name="handovers"),
    path("duty/handover/new", handover_views.write, name="write_handover"),
    path("duty/handover/<uuid:pk>/", handover_views.note, name="handover"),
    path("duty/handover/<uuid:pk>/take-over", handover_views.take_over, name="take_over"),
    path("duty/<uuid:pk>/<slug:name>", duty_views.step, name="duty_step"),
    path("performance/", performance_views.own, name="performance"),
    path("performance/figures.csv", performance_views.download, name="performance_csv"),
    path("performance/offices", performance_views.of_all, name="performance_of_all"),
    path("dead-letters", letter_views.letters, name="dead_letters"),
    path("dead-letters/<uuid:pk>/phoned", letter_views.phoned, name="phoned"),
    path("dead-letters/<uuid:pk>/resend", letter_views.resend, name="resend"),
    path("cases/<slug:reference>/requests", case_tab.page, name="of_case"),
    path("requests/", views.requests, name="list"),
    path("requests/new", draft_views.choose_type, name="types"),
    path("requests/new/<slug:code>", draft_views.new, name="new"),
    path("requests/new/<slug:code>/cover", proposal_views.cover, name="cover"),
    path("requests/attachments/<uuid:pk>", views.attachment, name="attachment"),
    path(_one, views.detail, name="detail"),
    path(_one + "edit", draft_views.edit, name="edit"),
    path(_one + "check", draft_views.check, name="check"),
    path(_one + "basis/<uuid:pk>", proposal_views.use, name="use_basis"),
    path(_one + "approve", draft_views.approve, name="approve"),
    path(_one + "send-back", draft_views.send_back, name="send_back"),
    path(_one + "discard", draft_views.discard, name="discard"),
    path(_one + "recall", draft_views.recall, name="recall"),
    path(_one + "close", draft_views.close, name="close"),
    path(_one + "notes", views.note, name="note"),
    path(_one + "permissions/new", consent_views.ask, name="ask_consent"),
    path(_one + "permissions/<uuid:pk>/<str:step>", consent_views.decide, name="decide_consent"),
    path(_one + "attachments/<uuid:pk>/remove", draft_views.detach, name="detach"),
    path(_side + "acknowledge", desk_views.acknowledge, name="acknowledge"),
    path(_side + "take", desk_views.take, name="take"),
    path(_side + "assign", desk_views.assign, name="assign"),
    path(_side + "start", desk_views.start, name="start"),
    path(_side + "answer", desk_views.answer, name="answer"),
    path(_side + "refuse", desk_views.refuse, name="refuse"),
    path(_side + "defer", desk_views.defer, name="defer"),
    path(_side + "authorise", desk_views.authorise, name="authorise"),
    path(_side + "escalate", desk_views.escalate, name="escalate"),
    path(_side + "ask", desk_views.ask, name="ask"),
    path(_side + "clarify", desk_views.clarify, name="clarify"),
    path(_side + "ask-again", desk_views.ask_again, name="ask_again"),
    path(_side + "confirm-destroyed", desk_views.confirm_destroyed, name="confirm_destroyed"),
]
