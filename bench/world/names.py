"""Invented names in eight scripts, and all that follows from a name without its bearer."""

import random
from array import array
from functools import lru_cache
from typing import NamedTuple

from bench.world.rows import NULL
from cases import dates, names

Drawn = tuple[str, str, str]  # the whole name as written, family name, forename
LATIN = (
    "Amara Bruno Carla Dario Elena Farid Greta Hugo Ines Jonas Karim Livia Marco Nadia Oskar "
    "Rafael Salma Tomas Ursula Viktor Wanda Yusuf Zelda Adaeze Chidi Kwame Wanjiru Otieno Njeri "
    "José Łukasz Søren Zoë Ngozi Thabo Aisha Pedro Ana Luís Ayşe Mehmet Björn Chloé Dmitri",
    "Al Ber Cas Dom Els Fer Gan Hol Iva Jan Kos Lam Mar Nov Oko Pet Quis Ros San Tor Val Zim Çel",
    "a an ari el en eri ico ino ol ora ulo usz",
    "berg dal dez eiro elli enko ford gaard ik ini lund man mets nyi oglu ov quist ski sson ura",
)
CYRILLIC = (
    "Алексей Борис Вера Галина Дмитрий Елена Иван Кирилл Лидия Мария Николай Ольга Павел Роман "
    "Сергей Татьяна Фёдор Юлия Андрей Пётр",
    "Ал Бел Вол Гор Дуб Еф Жук Зай Ив Кор Лап Мор Ник Ор Пав Рог Сок Тур Фил Щерб Кузь Мак",
    "а е и о у ан ен ер ин",
    "ков нов лев мин ров сев тин цев ченко ский",
)
PATRONYMICS = "Иванович Петрович Сергеевич Алексеевич Николаевич Павлович Борисович Олегович"
_ARABIC_GIVEN = (
    "محمد أحمد علي عمر خالد يوسف فاطمة مريم سارة ليلى حسن حسين إبراهيم عثمان سلمى نورة طارق زينب "
    "مصطفى جمال رشيد سمير هدى أمينة بلال"
)
ARABIC = (
    _ARABIC_GIVEN,
    _ARABIC_GIVEN,
    "الحسن الخطيب النجار الحداد القاضي الأنصاري العبيدي الشامي المصري البغدادي الراشد السالم "
    "منصور كريم جابر صالح ناصر حمدان زيدان سلطان الطائي الدوسري التميمي الكناني الزهراني الجبوري "
    "المغربي التونسي الحلبي الموصلي العلوي الفاسي البصري النعيمي الهاشمي الساعدي",
)
CHINESE = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕",
    "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英华建国志文海燕春梅玉兰红金鑫宇浩然子轩",
)
HINDI = (
    "अमित अनिता दीपक गीता हरि इला करण लता मोहन नीता राजेश सुनीता विजय प्रिया संजय कविता रमेश उषा",
    "कुमार देवी लाल चंद प्रसाद राम कुमारी नाथ बाई दास",
    "शर्मा वर्मा गुप्ता सिंह पटेल मेहता जोशी राव नायर मिश्रा यादव चौधरी तिवारी रेड्डी अय्यर दुबे पांडे",
)
GREEK = (
    "Γιώργος Μαρία Δημήτρης Ελένη Νίκος Κατερίνα Γιάννης Σοφία Κώστας Άννα Παναγιώτης Βασιλική",
    "Παπ Γεωργ Δημ Κωνστ Νικολ Αντων Βασιλ Χριστ Μιχαλ Στεφ Αθαν Θεοδ Μακρ Ξεν",
    "αδ ι αντ ακ ουλ οπ",
    "όπουλος ίδης άκης ίου άτος έας ούδης ιάδης",
)
KOREAN = (
    "김이박최정강조윤장임한오서신권황안송류전",
    "민서준지현우진영수연하은경호성재승혜원동선미정유",
)
HEBREW = (
    "דוד משה יעקב שרה רחל לאה יוסף אברהם מרים חנה דניאל נועה אורי תמר איתן יעל רות גיל",
    "בר אור לב חן טל רם ניר גל שי עוז",
    "כהן לוי מזרחי פרץ ביטון דהן אברהם פרידמן מלכה אזולאי כץ יוסף עמר אוחיון חדד גבאי אדרי",
)
SCRIPTS = [
    ("latin", 0.55), ("cyrillic", 0.12), ("arabic", 0.12), ("chinese", 0.1),
    ("hindi", 0.04), ("greek", 0.03), ("korean", 0.02), ("hebrew", 0.02),
]  # fmt: skip


class Name(NamedTuple):
    """A name and what the product keeps with it, computed once for all who bear it.

    `identity` and `key` are columns as COPY reads them: as_written, script, romanised, family_name,
    forename; and name, normalised. `keys` and `stems` make the keys of whoever bears it.
    """

    text: str
    family: str
    forename: str
    script: str
    identity: str
    key: str
    sort_key: str
    keys: "array[int]"
    stems: list[tuple[str, str]]

    def keys_with(self, years: list[int]) -> list[int]:
        """As `names.keys` with a birth in one of these years; none or many add nothing."""
        return sorted({*self.keys, *names.birth_keys(self.stems, years)})


class Born(NamedTuple):
    """A birth: its columns as COPY reads them (earliest, latest), and all six of an identity."""

    text: str
    earliest: str
    latest: str
    years: list[int]
    identity: str


def drawn(count: int, seed: int) -> list[Drawn]:
    """So many different names."""
    chance, found = random.Random(f"{seed}/names"), dict[Drawn, None]()
    kinds, weights = zip(*SCRIPTS, strict=True)
    while len(found) < count:
        found[_name(chance.choices(kinds, weights)[0], chance)] = None
    return list(found)


def prepared(given: list[Drawn], seed: int) -> list[tuple[Name, Name]]:
    """Each name with all that follows from it, and another spelling of it."""
    found = []
    for one in given:
        chance = random.Random(f"{seed}/{one[0]}")
        found.append((_whole(one), _whole((_alias(one, chance), "", ""))))
    return found


def alias(name: str, chance: random.Random) -> str:
    """Another spelling: a letter gone or doubled, or the words the other way round."""
    words = name.split()
    if len(words) > 1 and chance.random() < 0.4:
        return " ".join(words[::-1])
    place = chance.randrange(len(name))
    return (name[:place] + name[place] * chance.choice([0, 2]) + name[place + 1 :]).strip() or name


@lru_cache(maxsize=1 << 15)
def born(text: str) -> Born:
    day = dates.parse(text)
    first, last = (one.isoformat() if one else NULL for one in (day.earliest, day.latest))
    columns = [first, last, text, day.calendar.value, day.certainty.value]
    return Born(text, first, last, list(day.years()), "\t".join(columns))


def a_birth(chance: random.Random) -> Born:
    """A day for most, less for some; all of them adults."""
    year, kind = chance.randrange(1945, 2005), chance.random()
    if kind < 0.75:
        return born(f"{year}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}")
    if kind < 0.87:
        return born(str(year))
    if kind < 0.93:
        return born(f"about {year}" if kind < 0.9 else f"{year}-{chance.randrange(1, 13):02}")
    return born("")


def _whole(one: Drawn) -> Name:
    text, family, forename = one
    script, key = names.script_of(text), f"{text}\t{names.normalised(text)}"
    identity = f"{text}\t{script}\t\t{family}\t{forename}"
    keys = array("i", sorted(names.keys(text)))
    stems = names.birth_stems(text)
    return Name(text, family, forename, script, identity, key, names.sort_key(text), keys, stems)


def _alias(one: Drawn, chance: random.Random) -> str:
    latin = names.romanise(one[0])
    if latin and not one[0].isascii() and chance.random() < 0.7:
        return latin.title()
    return alias(one[0], chance)


def _name(kind: str, chance: random.Random) -> Drawn:
    if kind in ("chinese", "korean"):
        families, givens = CHINESE if kind == "chinese" else KOREAN
        family, forename = chance.choice(families), "".join(chance.sample(givens, 2))
        return family + forename, family, forename
    if kind in ("arabic", "hindi", "hebrew"):
        first, second, families = {"arabic": ARABIC, "hindi": HINDI, "hebrew": HEBREW}[kind]
        later = [_one(second, chance) for _ in range(chance.choice([1, 2]))]
        forename, family = " ".join([_one(first, chance), *later]), _one(families, chance)
        return f"{forename} {family}", family, forename
    given, *syllables = {"latin": LATIN, "cyrillic": CYRILLIC, "greek": GREEK}[kind]
    forename, family = _one(given, chance), "".join(_one(part, chance) for part in syllables)
    if kind == "cyrillic":
        forename = f"{forename} {_one(PATRONYMICS, chance)}" if chance.random() < 0.5 else forename
        return f"{family} {forename}", family, forename
    if chance.random() < 0.15:
        forename = f"{forename} {_one(given, chance)}"
    return f"{forename} {family}", family, forename


def _one(words: str, chance: random.Random) -> str:
    return chance.choice(_split(words))


@lru_cache
def _split(words: str) -> list[str]:
    return words.split()
