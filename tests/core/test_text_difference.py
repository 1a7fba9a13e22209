import time

from hypothesis import given
from hypothesis import strategies as st

from playground.core.text_difference import Piece, words

texts = st.text(st.sampled_from("ab c,.\n-'é"), max_size=60)


def before(pieces):
    return "".join(piece.text for piece in pieces if piece.kind != "added")


def after(pieces):
    return "".join(piece.text for piece in pieces if piece.kind != "removed")


@given(texts, texts)
def test_the_pieces_join_to_both_texts_exactly(one, other):
    pieces = words(one, other)

    assert before(pieces) == one
    assert after(pieces) == other


@given(texts)
def test_a_text_and_itself_are_one_same_piece(text):
    assert words(text, text) == ((Piece("same", text),) if text else ())


def test_a_replaced_word_is_a_removal_and_an_addition():
    assert words("A red fox in snow", "A grey fox in snow") == (
        Piece("same", "A "),
        Piece("removed", "red "),
        Piece("added", "grey "),
        Piece("same", "fox in snow"),
    )


def test_a_replaced_phrase_reads_as_one():
    assert words("a very red fox", "a quick grey fox") == (
        Piece("same", "a "),
        Piece("removed", "very red "),
        Piece("added", "quick grey "),
        Piece("same", "fox"),
    )


def test_words_with_hyphens_and_apostrophes_stay_whole():
    pieces = words("a fox's half-light", "a fox's half-shade")

    assert pieces[1:] == (Piece("removed", "half-light"), Piece("added", "half-shade"))


def test_appended_words_leave_the_old_ones_alone():
    assert words("a fox", "a fox, at dusk") == (
        Piece("same", "a fox"),
        Piece("added", ", at dusk"),
    )


def test_nothing_becomes_something_and_back():
    assert words("", "fox") == (Piece("added", "fox"),)
    assert words("fox", "") == (Piece("removed", "fox"),)
    assert words("", "") == ()


def test_one_changed_word_in_a_long_text_of_few_words_is_found():
    one = "a b " * 4000
    other = "a b " * 2000 + "c " + "a b " * 2000

    assert words(one, other)[1:-1] == (Piece("added", "c "),)


def test_the_longest_prompts_are_compared_quickly():
    one = "a b c d e f g h " * 2000
    other = "h a g b f c e d " * 2000
    start = time.process_time()

    pieces = words(one, other)

    assert time.process_time() - start < 3
    assert before(pieces) == one
    assert after(pieces) == other
