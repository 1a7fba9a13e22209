"""Words that stand in PostgreSQL's index and in no text, as ``library_words`` adds them.

Its index gives all that holds a word, in no order, and puts the beginning of a word
together from all words that begin so: both cost as much as there are pictures. So each
document has two more kinds of word: the beginnings of what people wrote, and the times
in which its position lies, by which the index answers for a stretch of time alone.
"""

BEGINNING, TIME = "\ue002", "\ue003"
# What begins with more characters is rare enough to be put together.
LONGEST = 10
# Times of 2.4 hours, 1.6 days, 25 days and 407 days, as bits of a position.
TIMES = (44, 48, 52, 56)
# So many times are asked for in one question.
MOST_TIMES = 16
_ALL_BITS = 2**64 - 1


def beginning(word: str) -> str:
    """Return how ``tsquery`` asks for words that begin so."""
    return f"'{BEGINNING}{word}'" if len(word) <= LONGEST else f"'{word}':*"


def times(low: int, high: int) -> str:
    """Return how ``tsquery`` asks for the times from a position to before another one.

    They may reach out over both ends. Longer than all times is "".
    """
    for bits in TIMES:
        first, last = low >> bits, (high - 1) >> bits
        if last - first < MOST_TIMES:
            found = (number & _ALL_BITS for number in range(first, last + 1))
            return "(" + " | ".join(f"'{TIME}{bits}x{it:x}'" for it in found) + ")"
    return ""
