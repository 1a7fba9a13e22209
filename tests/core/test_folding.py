"""Case, accents and encodings do not count, in any script."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.core.folding import fold, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Éclair", "eclair"),
        (
            unicodedata.normalize("NFC", "Éclair"),
            unicodedata.normalize("NFD", "éclair"),
        ),
        ("ПРИВЕТ", "привет"),
        ("Ёлка", "елка"),
        ("Straße", "STRASSE"),
        ("ΟΔΥΣΣΕΎΣ", "οδυσσευς"),
        ("İstanbul", "istanbul"),
        ("ısı", "ISI"),
        ("Łódź", "lodz"),
        ("Smørrebrød", "SMORREBROD"),
        ("ｆｕｌｌｗｉｄｔｈ", "fullwidth"),
        ("ﬁne", "fine"),
        ("Việt Nam", "viet nam"),
        ("مُحَمَّد", "محمد"),
        ("Donau\u00addampf\u200bschiff", "donaudampfschiff"),
        ("\ufeffred", "red"),
        ("می\u200cخواهم", "میخواهم"),
    ],
)
def test_what_is_one_word_to_a_reader_is_one_word_here(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("が", "か"), ("कि", "का"), ("a", "b")])
def test_what_is_two_words_stays_two(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A red-fox, in_the snow!", ["a", "red", "fox", "in", "the", "snow"]),
        ("赤い狐 fox", ["赤", "い", "狐", "fox"]),
        ("한국 사람", ["한", "국", "사", "람"]),
        ("f/2.8 35mm", ["f", "2", "8", "35mm"]),
        ("a 🦊 cub", ["a", "🦊", "cub"]),
        ("❤️", ["❤"]),
        ("हिन्दी", ["हिन्दी"]),
        ("  \n", []),
        ("…—\0", []),
    ],
)
def test_texts_are_cut_into_words(text, expected):
    assert words(text) == expected


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)
    assert all(word and " " not in word for word in words(text))
