"""The log follows a request from its commit to its answer, and repeats nothing of it."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from exchange.conversation import answering, attaching
from exchange.conversation.contributions import ContributionDraft
from kernel import acting
from tests.exchange.conftest import deliver_all, person, recipient, sent

pytestmark = pytest.mark.django_db
MARK = "Ozymandias"


def test_a_request_is_followed_and_no_word_of_it_is_repeated(
    amina, pierre, case_of_amina, signed_in, told
):
    found = []

    def file():
        with acting.acting_as(amina):
            subject = person(case_of_amina, MARK, amina)
            upload = SimpleUploadedFile(f"{MARK}.txt", MARK.encode())
            kept = attaching.upload(upload, upload.name, by=amina)
        words = dict.fromkeys(("title", "ask", "legal_basis", "necessity"), f"{MARK} did it.")
        given = {"case": case_of_amina, "subject_ids": [str(subject.pk)], "attachments": [kept]}
        found.append(sent(amina, "PRT", **words, **given))

    def answer():
        answering.answer(
            recipient(found[0], "PRT"), ContributionDraft(f"{MARK} it is.", "A", "1"), by=pierre
        )

    rows = told(
        file,
        deliver_all,
        lambda: signed_in(pierre).get(f"/search?q={MARK}"),
        lambda: signed_in(pierre).get(f"/requests/{found[0].pk}/"),
        lambda: answering.acknowledge(recipient(found[0], "PRT"), by=pierre),
        answer,
        deliver_all,
    )

    (request,) = found
    steps = [
        (row["subject"], row["step"], row["after"])
        for row in rows
        if row["message"] == "Step taken."
        and row["subject_id"] in {str(request.pk), str(recipient(request, "PRT").pk)}
    ]
    assert ("request", "send", "SENT") in steps
    assert {step for _, step, _ in steps} >= {"send", "acknowledge", "answer"}
    about = [row["message"] for row in rows if row.get("subject_id") == str(request.pk)]
    assert about.count("Message written.") == about.count("Message stored.") >= 2
    assert MARK.lower() not in json.dumps(rows, ensure_ascii=False).lower()
    assert amina.name not in json.dumps(rows) and amina.email not in json.dumps(rows)
