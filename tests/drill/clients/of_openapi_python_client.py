"""Uses the client that openapi-python-client has made, as an office's developer would.

Run by tests/drill/test_clients_of_strangers.py beside the made package `iisa_client`: URL and token
are its arguments. It imports every module, then calls; whatever does not hold ends it.
"""

import importlib
import pkgutil
import sys
import uuid
from io import BytesIO

import iisa_client
from iisa_client import AuthenticatedClient, models
from iisa_client.types import File

url, token = sys.argv[1:]
for module in pkgutil.walk_packages(iisa_client.__path__, "iisa_client."):
    importlib.import_module(module.name)
client = AuthenticatedClient(base_url=url, token=token)


def call(name: str, *ids: str, **given):
    """The answer of an operation, by the name of its module; refusals raise."""
    operation = importlib.import_module(f"iisa_client.api.{name}")
    answer = operation.sync_detailed(*ids, client=client, **given)
    assert answer.status_code < 300, answer.content
    assert not isinstance(answer.parsed, models.Problem)
    return answer


offices = call("offices.offices_list", limit=200).parsed
assert "KEN" in [office.code for office in offices.results]
assert offices.previous is None, "a first page has none before it"
assert call("offices.offices_retrieve", "KEN").parsed.city == "Nairobi"
assert len(call("portfolios.portfolios_list").parsed.results) == 9
assert call("jwks.jwks_retrieve").parsed.keys is not None

draft = models.NewInputRequest(
    type_="INFO",
    recipients=["KEN"],
    title="Holder of a boat",
    ask="Whose boat is it?",
    legal_basis="Bilateral agreement of 2019, art. 4",
    send=False,
)
key = f"drill-{uuid.uuid4()}"
made = call("requests.requests_create", body=draft, idempotency_key=key).parsed
again = call("requests.requests_create", body=draft, idempotency_key=key).parsed
assert again.id == made.id, "the same once more"
read = call("requests.requests_retrieve", str(made.id))
assert read.parsed.title == "Holder of a boat" and read.parsed.recipients
changed = call(
    "requests.requests_partial_update",
    str(made.id),
    body=models.PatchedDraftInputRequest(title="Holder of a blue boat"),
    if_match=read.headers["ETag"],
).parsed
assert changed.title == "Holder of a blue boat" and changed.status.value == "DRAFT"
assert call("requests.requests_send", str(made.id)).parsed.status.value == "SENT"

upload = models.UploadInputRequest(file=File(BytesIO(b"Of the register\n"), "extract.txt"))
file = call("attachments.attachments_create", body=upload).parsed
assert file.name == "extract.txt" and file.size == 16
messages = call("mailbox.mailbox_retrieve", limit=5).parsed.messages
seen = models.AcksInputRequest(ids=[message.id for message in messages])
assert call("mailbox.mailbox_acks", body=seen).parsed.confirmed == len(messages)
assert call("performance.performance_retrieve").parsed.backlog.requests >= 0
assert call("cases.cases_list", x_purpose="INFORMATION").parsed.results is not None
assert call("notices.notices_list", limit=5).parsed.results is not None
operation = importlib.import_module("iisa_client.api.requests.requests_retrieve")
missing = operation.sync_detailed(str(uuid.uuid4()), client=client)
assert missing.status_code == 404 and missing.parsed.code == "not_found"
sys.stdout.write("a client works\n")
