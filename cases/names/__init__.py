"""Names in any script: romanised, keyed for retrieval, and compared. No Django, no database.

How to store. Per name of a record: `keys(name, born)` as int[] under a GIN index, with
`KEY_VERSION`, `normalised(name)` (for pg_trgm's `similarity`), `script_of(name)`,
`romanise(name)` and `sort_key(name)`. Beside it a table of key frequencies, refreshed now and
then, holding only keys that more than 50 names carry:

    SELECT key, count(*) FROM name_keys, unnest(keys) key GROUP BY key HAVING count(*) > 50

How to query (the screening study took 26 ms among a million persons with 12 to 18 keys a name;
these hold about 40, prefixes and typos included, which hasn't been measured at that size):

    wanted = query_keys(text, born)                      # partial=False to screen whole names
    SELECT key, names FROM key_frequency WHERE key = ANY(%(wanted)s)
    picked = pick_keys(wanted, frequencies, budget=4000)
    SELECT … FROM name_keys WHERE keys && %(picked)s AND seen_at && %(readers)s
        ORDER BY similarity(normalised, %(normalised of text)s) DESC LIMIT 200

Then `compare(text, name, partial=True)` on those 200, best first, and the birth dates by
`PartialDate.overlaps`. When the best score is below 0.9 and no birth date is given, ask again
with a budget of 10,000. `Comparison.pairs` says which words were taken for each other.

Particles ("van der", "bin", "de la") are no words of their own: they are met apart, joined or left
out, and weigh little. The order of words weighs little, but for "bin" and its like, and two words
of three letters must sound alike.

Known limits: Japanese names in Chinese characters are read as Chinese unless their reading is given
beside them (`all_spellings`, `reading`); how rare a name is weighs by its length only; Cantonese,
Hokkien and Wade-Giles spellings are not tables of their own; unvocalised Arabic and Hebrew are
shown in consonants, but for frequent names.
"""

from cases.names.compare import Comparison, Pair, compare, score
from cases.names.keys import (
    KEY_VERSION,
    birth_keys,
    birth_stems,
    keys,
    normalised,
    number_keys,
    pick_keys,
    query_keys,
    sort_key,
)
from cases.names.numbers import numbers_in, plain_number
from cases.names.readings import all_spellings, reading
from cases.names.scripts import script_of
from cases.names.words import Name, Word, romanise, take_apart

__all__ = [
    "KEY_VERSION",
    "Comparison",
    "Name",
    "Pair",
    "Word",
    "birth_keys",
    "birth_stems",
    "compare",
    "keys",
    "normalised",
    "number_keys",
    "numbers_in",
    "pick_keys",
    "plain_number",
    "query_keys",
    "reading",
    "romanise",
    "score",
    "script_of",
    "sort_key",
    "take_apart",
    "all_spellings",
]
