"""Invented people for benches: names in five scripts, birth dates that are partly known.

With a CSV file that has `full_name` and `date_of_birth` columns, those people instead.
"""

import csv
import random
from collections.abc import Iterator

LATIN = (
    "Amara Bruno Carla Dario Elena Farid Greta Hugo Ines Jonas Karim Livia Marco Nadia Oskar "
    "Rafael Salma Tomas Ursula Viktor Wanda Yusuf Zelda Adaeze Chidi Kwame Wanjiru Otieno Njeri",
    "Al Ber Cas Dom Els Fer Gan Hol Iva Jan Kos Lam Mar Nov Oko Pet Quis Ros San Tor Val Zim",
    "a an ari el en eri ico ino ol ora ulo usz",
    "berg dal dez eiro elli enko ford gaard ik ini lund man mets nyi oglu ov quist ski sson ura",
)
CYRILLIC = (
    "Алексей Борис Вера Галина Дмитрий Елена Иван Кирилл Лидия Мария Николай Ольга Павел Роман",
    "Ал Бел Вол Гор Дуб Еф Жук Зай Ив Кор Лап Мор Ник Ор Пав Рог Сок Тур Фил Щерб",
    "а е и о у ан ен ер ин",
    "ков нов лев мин ров сев тин цев ченко ский",
)
ARABIC = (
    "محمد أحمد علي عمر خالد يوسف فاطمة مريم سارة ليلى حسن حسين إبراهيم عثمان سلمى نورة",
    "الحسن الخطيب النجار الحداد القاضي الأنصاري العبيدي الشامي المصري البغدادي الراشد السالم "
    "منصور كريم جابر صالح ناصر حمدان زيدان سلطان الطائي الدوسري التميمي الكناني",
)
CHINESE = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧",
    "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英华建国志文海燕春",
)
HINDI = (
    "अमित अनिता दीपक गीता हरि इला करण लता मोहन नीता",
    "शर्मा वर्मा गुप्ता सिंह पटेल मेहता जोशी राव नायर मिश्रा",
)


def invented(count: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Pairs of a name and a birth date as written, the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        yield _name(chance), _born(chance)


def listed(path: str, count: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """People of a CSV file, as often as it takes; a namesake is born on another day."""
    chance = random.Random(seed)
    with open(path, encoding="utf-8") as lines:
        rows = [(row["full_name"], row["date_of_birth"]) for row in csv.DictReader(lines)]
    for place in range(count):
        name, born = rows[place % len(rows)]
        yield name[:300], born if place < len(rows) and chance.random() > 0.15 else _born(chance)


def alias(name: str, chance: random.Random) -> str:
    """Another spelling: a letter gone or doubled, or the words the other way round."""
    words = name.split()
    if len(words) > 1 and chance.random() < 0.4:
        return " ".join(words[::-1])
    place = chance.randrange(len(name))
    return (name[:place] + name[place] * chance.choice([0, 2]) + name[place + 1 :]).strip() or name


def _name(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.6:
        given, start, middle, end = (chance.choice(part.split()) for part in LATIN)
        return f"{given} {start}{middle}{end}"
    if kind < 0.75:
        given, start, middle, end = (chance.choice(part.split()) for part in CYRILLIC)
        return f"{start}{middle}{end} {given}"
    if kind < 0.87:
        given, family = (chance.choice(part.split()) for part in ARABIC)
        return f"{given} {chance.choice(ARABIC[0].split())} {family}"
    if kind < 0.97:
        family, given = CHINESE
        return chance.choice(family) + "".join(chance.sample(given, 2))
    return " ".join(chance.choice(part.split()) for part in HINDI)


def _born(chance: random.Random) -> str:
    year, kind = chance.randrange(1940, 2009), chance.random()
    if kind < 0.08:
        return ""
    if kind < 0.2:
        return str(year)
    return f"{year}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
