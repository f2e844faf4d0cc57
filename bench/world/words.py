"""Invented words, as often as Zipf's law has them, and texts of cases made of them."""

import random
from itertools import accumulate

COMMON = (
    "account agent bank border broker cargo cash chain charter clerk company container courier "
    "court customs debt depot driver envelope escrow export ferry fleet freight harbour hearing "
    "import invoice ledger lorry manifest meeting notary office parcel partner payment permit "
    "phone pilot port receipt registry relay rental route safe seal ship signature storage ticket "
    "transfer truck vessel voucher warehouse witness passport forged fraud stolen vehicle shell "
    "employee missing pharmacy land network weapon laundering trafficking evidence statement"
)
STARTS = "b br c ch d dr f fl g gr h j k kl l m n p pr qu r s sh st t tr v w z"
MIDDLES = "a e i o u ai ea io ou"
ENDS = "l n r s t m nd rk st x ck ng"
ELSEWHERE = {
    "бвгдзклмнпрст": "аеиоу",
    "بتجدرسفكلمن": "اوي",
    "βγδκλμνπρστ": "αειου",
}
WORDS, MAX_SUMMARY_WORDS = 20_000, 60
SHARE_ELSEWHERE = 0.1


class Vocabulary:
    """Words by rank; the word of rank n is n times rarer than the first. `folded` as searched."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(f"{seed}/words")
        found = dict.fromkeys(COMMON.split())
        while len(found) < WORDS:
            found[_invented(chance)] = None
        self.words = list(found)
        self.weights = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))

    def some(self, chance: random.Random, count: int) -> list[str]:
        return chance.choices(self.words, cum_weights=self.weights, k=count)

    def case(self, chance: random.Random) -> tuple[str, str, str]:
        """Title, summary, and both as they are searched (`cases.words.searchable`)."""
        titled = self.some(chance, 4)
        told = self.some(chance, chance.randrange(20, MAX_SUMMARY_WORDS))
        title = f"{titled[0].capitalize()} {titled[1].capitalize()}: {titled[2]} {titled[3]}"
        return title, " ".join(told), " ".join(dict.fromkeys(titled + told))


def _invented(chance: random.Random) -> str:
    if chance.random() < SHARE_ELSEWHERE:
        consonants, vowels = chance.choice(list(ELSEWHERE.items()))
        return "".join(
            chance.choice(consonants) + chance.choice(vowels) for _ in range(chance.choice([2, 3]))
        )
    syllables = chance.choice([2, 2, 3])
    made = "".join(
        chance.choice(STARTS.split()) + chance.choice(MIDDLES.split()) for _ in range(syllables)
    )
    return made + chance.choice(ENDS.split())
