"""A published edition of the key issues of this year, in two languages, and a draft of the next."""

from datetime import date

from central_offices.models import Officer
from policies import documents, lifecycle, writing
from policies.models import Portfolio

YEAR = date.today().year
TITLES = {"en": "Annual key issues {year}", "ar": "القضايا الرئيسية لعام {year}"}
ISSUES = [
    (
        ["DRUGS", "MONEY_LAUNDERING"],
        {
            "en": (
                "Container ports and the money behind them",
                "Cocaine reaches three regions in containers that nobody opens. The proceeds leave "
                "through freight forwarders and are lent back to the same people.",
                "Every port office answers within 3 days\nTwo joint searches",
            ),
            "ar": (
                "موانئ الحاويات والأموال وراءها",
                "يصل الكوكايين إلى ثلاث مناطق في حاويات لا يفتحها أحد. "
                "وتخرج العائدات عبر وكلاء الشحن ثم تعود قروضاً إلى الأشخاص أنفسهم.",
                "يجيب كل مكتب ميناء خلال 3 أيام\nعمليتا تفتيش مشتركتان يسبقهما تتبع الأموال",
            ),
        },
    ),
    (
        ["FRAUD"],
        {
            "en": (
                "Investment fraud over the telephone",
                "Victims in forty countries are called from a few buildings whose owners change "
                "every few weeks.",
                "Payment stops acknowledged within 30 minutes\nOne list of known account numbers",
            ),
            "ar": (
                "الاحتيال الاستثماري عبر الهاتف",
                "يُتصل بضحايا في أربعين بلداً من مبانٍ قليلة يتغير مالكوها كل بضعة أسابيع.",
                "تأكيد طلبات وقف الدفع خلال 30 دقيقة\nقائمة واحدة بأرقام الحسابات المعروفة",
            ),
        },
    ),
]


def make(people: dict[str, Officer]) -> None:
    author, second = people["adler"], people["benes"]
    edition = writing.begin(YEAR, by=author, languages=["en", "ar"])
    for code, title in TITLES.items():
        writing.write_texts(
            edition,
            code,
            by=author,
            version=edition.version,
            title=title.format(year=YEAR),
            foreword="",
        )
    for rank, (codes, texts) in enumerate(ISSUES, start=1):
        writing.write_issue(
            edition,
            None,
            by=author,
            version=edition.version,
            rank=rank,
            portfolios=list(Portfolio.objects.filter(code__in=codes)),
            texts={code: _words(*words) for code, words in texts.items()},
        )
    lifecycle.submit(edition, by=author)
    lifecycle.approve(edition, by=second, sha256=documents.digest(edition))
    lifecycle.publish(edition, by=second, year=YEAR)


def _words(title: str, rationale: str, targets: str) -> dict[str, str]:
    return {"title": title, "rationale": rationale, "targets": targets}
