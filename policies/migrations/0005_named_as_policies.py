"""Portfolios are named as policies in every language, where nobody gave them another name."""

from typing import Any

from django.db import migrations, models

CODES = [
    ("TERRORISM", "Anti-terrorism"),
    ("GRAFT", "Anti-graft"),
    ("CORRUPTION", "Anti-corruption"),
    ("DRUGS", "Anti-drug"),
    ("SMUGGLING_OF_PERSONS", "Anti-smuggling of persons"),
    ("MONEY_LAUNDERING", "Anti-money-laundering"),
    ("FRAUD", "Anti-fraud"),
    ("PORNOGRAPHY", "Anti-pornography"),
    ("CONSPIRACY", "Anti-conspiracy"),
]
# Language, the name as first seeded, and the name of the policy.
NAMES = {
    "TERRORISM": (
        ("en", "Terrorism", "Anti-terrorism"),
        ("ar", "الإرهاب", "مكافحة الإرهاب"),
        ("fr", "Terrorisme", "Lutte contre le terrorisme"),
        ("es", "Terrorismo", "Lucha contra el terrorismo"),
        ("ru", "Терроризм", "Борьба с терроризмом"),
    ),
    "GRAFT": (
        ("en", "Graft", "Anti-graft"),
        ("ar", "اختلاس المال العام", "مكافحة اختلاس المال العام"),
        ("fr", "Concussion et détournement par des agents publics", "Lutte contre la concussion et les détournements par des agents publics"),
        ("es", "Peculado y concusión", "Lucha contra el peculado y la concusión"),
        ("ru", "Казнокрадство и взяточничество должностных лиц", "Борьба с казнокрадством и взяточничеством должностных лиц"),
    ),
    "CORRUPTION": (
        ("en", "Corruption", "Anti-corruption"),
        ("ar", "الفساد", "مكافحة الفساد"),
        ("fr", "Corruption", "Lutte contre la corruption"),
        ("es", "Corrupción", "Lucha contra la corrupción"),
        ("ru", "Коррупция", "Борьба с коррупцией"),
    ),
    "DRUGS": (
        ("en", "Drugs", "Anti-drug"),
        ("ar", "المخدرات", "مكافحة المخدرات"),
        ("fr", "Stupéfiants", "Lutte contre les stupéfiants"),
        ("es", "Drogas", "Lucha contra las drogas"),
        ("ru", "Наркотики", "Борьба с наркотиками"),
    ),
    "SMUGGLING_OF_PERSONS": (
        ("en", "Smuggling of persons", "Anti-smuggling of persons"),
        ("ar", "تهريب الأشخاص", "مكافحة تهريب الأشخاص"),
        ("fr", "Trafic illicite de personnes", "Lutte contre le trafic illicite de personnes"),
        ("es", "Tráfico ilícito de personas", "Lucha contra el tráfico ilícito de personas"),
        ("ru", "Незаконный ввоз людей", "Борьба с незаконным ввозом людей"),
    ),
    "MONEY_LAUNDERING": (
        ("en", "Money laundering", "Anti-money-laundering"),
        ("ar", "غسل الأموال", "مكافحة غسل الأموال"),
        ("fr", "Blanchiment d’argent", "Lutte contre le blanchiment d’argent"),
        ("es", "Blanqueo de dinero", "Lucha contra el blanqueo de dinero"),
        ("ru", "Отмывание денег", "Борьба с отмыванием денег"),
    ),
    "FRAUD": (
        ("en", "Fraud", "Anti-fraud"),
        ("ar", "الاحتيال", "مكافحة الاحتيال"),
        ("fr", "Escroquerie", "Lutte contre l’escroquerie"),
        ("es", "Fraude", "Lucha contra el fraude"),
        ("ru", "Мошенничество", "Борьба с мошенничеством"),
    ),
    "PORNOGRAPHY": (
        ("en", "Pornography", "Anti-pornography"),
        ("ar", "المواد الإباحية", "مكافحة المواد الإباحية"),
        ("fr", "Pornographie", "Lutte contre la pornographie"),
        ("es", "Pornografía", "Lucha contra la pornografía"),
        ("ru", "Порнография", "Борьба с порнографией"),
    ),
    "CONSPIRACY": (
        ("en", "Conspiracy", "Anti-conspiracy"),
        ("ar", "التآمر الإجرامي", "مكافحة التآمر الإجرامي"),
        ("fr", "Association de malfaiteurs", "Lutte contre les associations de malfaiteurs"),
        ("es", "Asociación delictiva", "Lucha contra la asociación delictiva"),
        ("ru", "Преступный сговор", "Борьба с преступным сговором"),
    ),
}


def rename(apps: Any, old: int, new: int) -> None:
    for row in apps.get_model("policies", "Portfolio").objects.filter(code__in=NAMES):
        names = dict(row.names)
        for language, *words in NAMES[row.code]:
            if names.get(language) == words[old]:
                names[language] = words[new]
        if names != row.names:
            row.names = names
            row.save(update_fields=["names"])


def forward(apps: Any, editor: Any) -> None:
    rename(apps, 0, 1)


def back(apps: Any, editor: Any) -> None:
    rename(apps, 1, 0)


class Migration(migrations.Migration):
    dependencies = [("policies", "0004_written_and_published_by_steps")]
    operations = [
        migrations.AlterField(
            "portfolio",
            "code",
            models.CharField(
                choices=CODES, max_length=24, primary_key=True, serialize=False
            ),
        ),
        migrations.RunPython(forward, back),
    ]
