"""Uses the client that openapi-generator has made, as an office's developer would.

Run by tests/drill/test_clients_of_strangers.py beside the made package `iisa`: URL and token are
its arguments. It imports every module, then calls; whatever does not hold ends it.
"""

import importlib
import pkgutil
import sys
import uuid

import iisa

# What we call and nobody else: 7.26.0 writes no types there, which is no Python.
WEBHOOKS = "iisa.api.webhooks_api"
url, token = sys.argv[1:]
for package in (iisa.api, iisa.models):
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        if module.name != WEBHOOKS:
            importlib.import_module(module.name)

client = iisa.ApiClient(iisa.Configuration(host=url, access_token=token))
offices = iisa.OfficesApi(client).offices_list(limit=200)
codes = [office.code for office in offices.results]
assert "KEN" in codes and offices.previous is None, "a first page has none before it"
assert iisa.OfficesApi(client).offices_retrieve("KEN").city == "Nairobi"
assert len(iisa.PortfoliosApi(client).portfolios_list().results) == 9
assert iisa.JwksApi(client).jwks_retrieve().keys is not None

requests = iisa.RequestsApi(client)
draft = iisa.NewInputRequest(
    type="INFO",
    recipients=["KEN"],
    title="Holder of a boat",
    ask="Whose boat is it?",
    legal_basis="Bilateral agreement of 2019, art. 4",
    send=False,
)
key = f"drill-{uuid.uuid4()}"
made = requests.requests_create(draft, idempotency_key=key)
assert requests.requests_create(draft, idempotency_key=key).id == made.id, "the same once more"
read = requests.requests_retrieve_with_http_info(str(made.id))
assert read.data.title == "Holder of a boat" and read.data.recipients is not None
change = iisa.PatchedDraftInputRequest(title="Holder of a blue boat")
tag = {name.lower(): value for name, value in read.headers.items()}["etag"]
changed = requests.requests_partial_update(
    str(made.id), if_match=tag, patched_draft_input_request=change
)
assert changed.title == "Holder of a blue boat" and changed.status == "DRAFT"
some = requests.requests_list(fields=["title"], limit=1).results[0]
assert some.title == "Holder of a blue boat" and some.id is None
assert requests.requests_send(str(made.id)).status == "SENT"

file = iisa.AttachmentsApi(client).attachments_create(file=("extract.txt", b"Of the register\n"))
assert file.name == "extract.txt" and file.size == 16
mailbox = iisa.MailboxApi(client)
messages = mailbox.mailbox_retrieve(limit=5)
seen = iisa.AcksInputRequest(ids=[message.id for message in messages.messages])
assert mailbox.mailbox_acks(acks_input_request=seen).confirmed == len(messages.messages)
assert iisa.PerformanceApi(client).performance_retrieve(days=30).backlog.requests >= 0
assert iisa.CasesApi(client).cases_list(x_purpose="INFORMATION").results is not None
assert iisa.NoticesApi(client).notices_list(limit=5).results is not None
try:
    requests.requests_retrieve(str(uuid.uuid4()))
except iisa.exceptions.NotFoundException as error:
    assert error.status == 404
else:
    raise AssertionError("What is missing was answered.")
sys.stdout.write("a client works\n")
