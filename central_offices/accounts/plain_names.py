"""Names and addresses of people that look like what they are.

A Cyrillic letter in a Latin word, or a sign that turns the direction of writing, makes a stranger
look like a colleague to whoever confirms the account.
"""

import unicodedata

from django.utils.translation import gettext as _

from kernel.errors import NotReady

UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}  # Unicode's categories of what is not seen
JOINERS = {"\u200c", "\u200d"}  # Persian and the scripts of India write with them
LOOK_ALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def demand(name: str, email: str) -> None:
    """Raise NotReady for a name or address that may be taken for another one."""
    if not email.isascii():
        sentence = _(
            "Write the e-mail address in Latin letters; a domain of another script in its form "
            "with xn--."
        )
        raise NotReady(sentence, [("email", sentence)])
    if any(unicodedata.category(c) in UNSEEN and c not in JOINERS for c in name):
        sentence = _("The name holds a sign that is not seen. Type it anew.")
        raise NotReady(sentence, [("name", sentence)])
    if any(len(_scripts(word)) > 1 for word in name.split()):
        sentence = _("Write each word of the name in the letters of one script.")
        raise NotReady(sentence, [("name", sentence)])


def _scripts(word: str) -> set[str]:
    """The scripts of a word among those whose letters look alike."""
    names = (unicodedata.name(c, "") for c in unicodedata.normalize("NFKC", word) if c.isalpha())
    return {script for name in names for script in LOOK_ALIKE if name.startswith(script)}
