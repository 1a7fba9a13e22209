"""One form for text that is kept and text that is looked for, in every script.

Case, accents and the ways in which the same letters can be encoded do not count:
"Éclair", "eclair" and "e" + U+0301 are one word, and so are "ПРИВЕТ" and "привет",
"Straße" and "STRASSE". What is not seen at all, such as a soft hyphen that came along
when text was copied, is left out. Scripts that put no blanks between words (Chinese, Japanese,
Korean, Thai and their neighbours) are cut into characters, so that every word in
them is a row of characters.
"""

import unicodedata
from functools import lru_cache

# Letters that are no base letter with an accent, to Unicode at least.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t"}
)
# Scripts without blanks between words.
_SOLID = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Kana
    (0x3400, 0x9FFF),  # Chinese characters
    (0xAC00, 0xD7AF),  # Hangul
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)


# Of a folded name: it may be longer than what was typed.
NAME_MAX_CHARS = 160
# They join letters or keep them apart: seen in Persian and Hindi, and in emoji.
JOINERS = "\u200c\u200d"


def plain(text: str, *, keep: str = "") -> str:
    """Return a text as one line, without what cannot be typed.

    What ``fold`` leaves out is left out here, and never a blank: the words stay the same.
    Of these ``keep`` stays between two characters.
    """
    categories = ((it, unicodedata.category(it)) for it in text)
    seen = "".join(
        " " if category in ("Cc", "Co", "Cs") else character
        for character, category in categories
        if category != "Cf" or character in keep
    )
    return " ".join(filter(None, (word.strip(keep or None) for word in seen.split())))


def fold_name(name: str) -> str:
    """Return a name as the column holds it that lets each be there once."""
    return fold(name)[:NAME_MAX_CHARS]


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return a text without case and accents, in one encoding."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(
        character
        for character in spread
        if not _is_accent(unicodedata.combining(character))
        and unicodedata.category(character) != "Cf"
    )
    return unicodedata.normalize("NFKC", kept).casefold().translate(_LETTERS)


def words(text: str) -> list[str]:
    """Cut a text into folded words; pictographs and solid scripts by character."""
    found: list[str] = []
    word = ""
    for character in fold(text):
        if _is_solid(character):
            found += [word, character]
            word = ""
        elif character.isalnum() or unicodedata.category(character)[0] == "M":
            word += character
        else:
            found.append(word)
            word = ""
            if unicodedata.category(character) == "So":
                found.append(character)
    found.append(word)
    return [word for word in found if word and not _is_bare_mark(word)]


def _is_bare_mark(word: str) -> bool:
    """A mark without a letter, such as what is left of an emoji's variant."""
    return all(unicodedata.category(character)[0] == "M" for character in word)


def _is_accent(combining: int) -> bool:
    """Accents above, below and attached, and the vowel points of Hebrew and Arabic.

    The vowel signs of Indian scripts are no accents, nor is what makes a Japanese
    syllable voiced.
    """
    return 202 <= combining <= 240 or 10 <= combining <= 36


def _is_solid(character: str) -> bool:
    code = ord(character)
    return code >= 0x0E00 and any(first <= code <= last for first, last in _SOLID)
