"""The phrase notation."""

import pytest

from recovery_eval.signals.phrase import Choice, Gap, ListRef, PhraseError, Repeat, Word, parse_phrase


def test_a_phrase_is_parsed_item_by_item() -> None:
    *others, choice, gap, last = parse_phrase("{we will} very* sorry? (about|for that) ..4 wait")
    assert others == [ListRef("we will"), Repeat(Word("very"), 3), Repeat(Word("sorry"), 1)]
    assert isinstance(choice, Choice)
    assert choice.options == ((Word("about"),), (Word("for"), Word("that")))
    assert (gap, last) == (Gap(4), Word("wait"))


def test_brackets_may_nest() -> None:
    (choice,) = parse_phrase("(a (b|c)|d)")
    assert isinstance(choice, Choice)
    (first, inner), second = choice.options
    assert isinstance(inner, Choice)
    assert (first, inner.options, second) == (Word("a"), ((Word("b"),), (Word("c"),)), (Word("d"),))


@pytest.mark.parametrize(
    ("phrase", "says", "column"),
    [
        ("sorry (about", "without its ')'", 7),
        ("sorry about)", "stray ')'", 12),
        ("sorry | about", "stray '|'", 7),
        ("(about|)", "an empty alternative", 1),
        ("? sorry", "must follow a word", 1),
        ("sorry ..0 wait", "'..1' to '..12'", 7),
        ("sorry ..40 wait", "'..1' to '..12'", 7),
        ("sorry {} wait", "names no word list", 7),
        ("sorry {we", "stray '{'", 7),
        ("within 24 hours", "write '{number}'", 8),
        ("", "an empty phrase", 1),
        ("a" * 900, "at most", 800),
        ("((((((a))))))", "at most four deep", 5),
        ("gift.*card", "'.*' is no mark of phrases; '..4' is up to four words between", 5),
        ("gift.+card", "'..4' is up to four words between", 5),
        ("(gift|card)+", "'*' any number of one word", 12),
        ("gift..4card", "as in 'gift ..4 card'", 5),
        ("gift ..4card", "as in 'gift ..4 card'", 6),
        ("gift..4 card", "as in 'gift ..4 card'", 5),
        ("gift card [please]", "'(a|b)' is either word", 11),
        (r"\bgift card", "words stand as they are", 1),
        ("^gift card", "'{start}'", 1),
        ("gift card$", "'$' is no mark of phrases; '{end}'", 10),
        ("gift (card|token)$", "'{end}'", 18),
        ("gift .. card", "says how many words at most", 6),
        ("gift ... card", "'...' is no mark of phrases; a gap says how many words at most", 6),
        ("gift … card", "'…' is no mark of phrases; a gap says how many words at most", 6),
    ],
)
def test_a_broken_phrase_says_what_and_where(phrase: str, says: str, column: int) -> None:
    with pytest.raises(PhraseError, match=r".") as caught:
        parse_phrase(phrase)
    assert says in str(caught.value)
    assert caught.value.column == column


@pytest.mark.parametrize(
    "phrase", ["{number} $", "$ {number}", "us$ {number}", "c++ course", "disney+", "by six p.m.", "booking.com"]
)
def test_marks_that_are_part_of_ordinary_words_are_taken(phrase: str) -> None:
    assert len(parse_phrase(phrase)) == len(phrase.split())
