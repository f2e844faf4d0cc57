"""Months in which those who work change: absences, losses, leavers, newcomers, keys."""

import json

import pytest

from tests import signatures
from tests.drill import deeds, deeds_on_notices
from tests.drill.browsing import Stuck
from tests.drill.office_life import Person


def holiday(installation, who) -> None:
    """The head is away for three weeks: what the officer cannot do alone, the page says."""
    installation.later(20)
    who.sign_in("omar")
    omar = who.omar
    case = deeds.case_filed(omar, "Smuggled weapons", **deeds.person_of(5, "MWANGI John"))
    deeds.named(omar, case, "MWANGI John")
    waits = deeds.sent(omar, deeds.drafted(omar, "LOCATE", "QMB", case))
    address = deeds_on_notices.red_drafted(omar, case, "QMA")
    deeds_on_notices.taken(omar, address, "Send to the head of office")
    plain = deeds.sent(omar, deeds.drafted(omar, "INFO", "QMB", case))
    installation.later(21)
    who.sign_in("omar", "hana", "rita")
    assert "Can approve it: Hana." in omar.open(f"/requests/{waits}/").plain()
    assert "Can release it Hana" in omar.open(address).plain()
    assert "Sent" in omar.open(f"/requests/{plain}/").plain()
    deeds.approved(who.hana, waits)
    deeds_on_notices.released(who.hana, address)
    deeds_on_notices.reviewed(who.rita, address)


def losses(installation, who) -> None:
    """A telephone is lost, and a password forgotten."""
    installation.later(30)
    who.sign_in("ada", "hana")
    ada, omar, hana = who.ada, who.omar, who.hana
    page = ada.take(deeds.officer_page(ada, omar), "/remove_factors", reason="I called him.")
    deeds.decided(page, hana)
    omar.sign_in()
    installation.later(1)
    page = hana.open("/accounts/login/")
    page = hana.open("/accounts/password/reset/")
    hana.press(page, page.own(), email=hana.email)
    installation.work()
    page = hana.open(hana.letter("/password/reset/"))
    hana.password += " anew"
    hana.press(page, page.own(), password1=hana.password, password2=hana.password)
    assert hana.sign_in().path == "/"


def another_officer(installation, who) -> None:
    """The officer leaves, and another comes: what was in his hands is taken on."""
    installation.later(10)
    who.sign_in("ada", "hana", "omar", "bruno")
    asked = deeds.sent(who.bruno, deeds.drafted(who.bruno, "INFO", "QMA"))
    installation.work()
    who.omar.press(who.omar.open(f"/requests/{asked}/"), "Take")
    who.olga = Person("Olga", "QMA")
    deeds.invited(who.olga, "SUPERVISOR", who.hana, who.ada)
    who.ada.take(deeds.officer_page(who.ada, who.omar), "/disable", reason="Has left the service.")
    deeds.said(who.olga, asked, "Answer", "Nothing.")
    who.left = deeds.sent(who.hana, deeds.drafted(who.hana, "INFO", "QMB"))


def another_head(installation, who) -> None:
    """The head leaves; two of the Secretariat make another, and the Commission allows it.

    It is asked since one person disabled Omar: what the ledger holds keeps its day here.
    """
    installation.later(20)
    who.sign_in("ada", "ben", "olga", "chandra")
    page = who.ada.take(deeds.officer_page(who.ada, who.hana), "/disable", reason="Retired.")
    deeds.decided(page, who.ben)
    who.hugo = Person("Hugo", "QMA")
    change = deeds.decided(deeds.proposed(who.hugo, "HEAD", who.ada), who.ben)
    assert "Before the Commission" in change.plain()
    page = who.chandra.open(who.chandra.letter("/access-changes/"))
    who.chandra.take(page, "/allow", reason="The head has retired.")
    who.hugo.come_in()
    case = deeds.case_filed(who.olga, "Stolen cars", **deeds.person_of(6, "KIMANI Paul"))
    waits = deeds.sent(who.olga, deeds.drafted(who.olga, "LOCATE", "QMB", case))
    with pytest.raises(Stuck, match="new: until"):
        deeds.approved(who.hugo, waits)
    installation.later(3.1)
    who.hugo.sign_in()
    deeds.approved(who.hugo, waits)


def refusing_head(installation, who) -> None:
    """A head refuses; two of the Secretariat make another; over an objection the Commission."""
    installation.later(20)
    who.sign_in("ada", "ben", "bela", "bruno")
    ada, ben, bela = who.ada, who.ben, who.bela
    page = deeds.officer_page(ada, who.bruno)
    page = ada.take(page, "/give_role", role="SUPERVISOR")
    bela.take(bela.open(page.path), "/decline", reason="Not needed.")
    page = ada.take(
        deeds.officer_page(ada, who.bruno),
        "/give_role",
        role="HEAD",
        without_head="on",
        reason="The head confirms nobody.",
    )
    deeds.decided(page, ben)
    bela.take(bela.open(page.path), "/object", reason="I do confirm, when it is needed.")
    who.chandra.sign_in()
    assert page.path in who.chandra.open("/approvals").source
    who.chandra.take(who.chandra.open(page.path), "/allow", reason="The office needs two.")
    installation.later(3.1)
    who.sign_in("bruno", "ada")
    new = Person("Benita", "QMB")
    deeds.invited(new, "SUPERVISOR", who.bruno, who.ada)
    who.benita = new


def another_administrator(installation, who) -> None:
    """One of the two administrators goes; the other makes one with a member of the Commission."""
    installation.later(20)
    who.sign_in("ada")
    who.chandra.sign_in()
    page = who.ada.take(deeds.officer_page(who.ada, who.ben), "/disable", reason="Is dead.")
    deeds.decided(page, who.chandra)
    who.cora = Person("Cora", "AGY")
    page = deeds.proposed(who.cora, "ADMINISTRATOR", who.ada)
    deeds.decided(page, who.chandra)
    installation.later(3.1)
    who.cora.come_in()
    installation.later(3.1)
    who.sign_in("ada", "cora")
    dita = Person("Dita", "AGY")
    deeds.decided(deeds.proposed(dita, "REVIEWER", who.cora), who.ada)
    installation.later(3.1)
    dita.come_in()


def systems(installation, who) -> None:
    """A client for the office’s system, its secret renewed, taken back; another way to receive."""
    installation.later(20)
    who.sign_in("ada", "bela")
    bela, ada = who.bela, who.ada
    given = {"name": "Duty system", "scopes": ["requests"], "purposes": ["INFORMATION"]}
    given["clearance"] = 1
    page = bela.press(bela.open("/clients/new"), "Propose", **given)
    deeds.decided(page, ada)
    client = bela.open("/clients/").way("/clients/0")
    shown = bela.take(bela.open(client), "/secret")
    assert shown.has_link("I have kept it")
    bela.take(bela.open(client), "/secret")
    bela.take(bela.open(client), "/revoke", reason="Another system.")
    page = bela.open("/offices/QMB/delivery")
    bela.take(page, "/receive", mode="MAILBOX")
    ada.take(ada.open("/offices/QMB/delivery"), "/confirm")
    assert "ailbox" in bela.open("/offices/QMB/delivery").plain()


def keys(installation, who) -> None:
    """The key of an office's system is registered, lost, and replaced by a head and a colleague."""
    installation.later(5)
    who.sign_in("ada", "bela")
    bela, where = who.bela, "/offices/QMB/keys/register"
    page = bela.press(bela.open(where), "Propose the key", **_new_key())
    deeds.decided(page, who.ada)
    installation.later(10)
    who.sign_in("bela", "bruno")
    of_its_own, _ours = [at for _, at in bela.open("/offices/QMB/").links if "/revoke" in at]
    page = bela.open(of_its_own)
    lost = page.path.split("/")[4]
    bela.press(page, page.own(), reason="COMPROMISED")
    given = {**_new_key(), "replaces": lost}
    page = bela.press(bela.open(where), "Propose the key", **given)
    deeds.decided(page, who.bruno)


def _new_key() -> dict[str, str]:
    key = signatures.pair()
    text = json.dumps(key.as_dict(private=False))
    return {"public_key": text, "proof": signatures.proof("QMB", key)}
