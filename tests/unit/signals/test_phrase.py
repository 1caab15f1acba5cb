"""The phrase notation."""

import pytest

from recovery_eval.signals.phrase import Choice, Gap, ListRef, PhraseError, Repeat, Word, parse_phrase


def test_a_phrase_is_parsed_item_by_item() -> None:
    assert parse_phrase("{we will} very* sorry? (about|for that) ..4 wait") == (
        ListRef("we will"),
        Repeat(Word("very"), 3),
        Repeat(Word("sorry"), 1),
        Choice(((Word("about"),), (Word("for"), Word("that")))),
        Gap(4),
        Word("wait"),
    )


def test_brackets_may_nest() -> None:
    (choice,) = parse_phrase("(a (b|c)|d)")
    assert choice == Choice(((Word("a"), Choice(((Word("b"),), (Word("c"),)))), (Word("d"),)))


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
    ],
)
def test_a_broken_phrase_says_what_and_where(phrase: str, says: str, column: int) -> None:
    with pytest.raises(PhraseError, match=r".") as caught:
        parse_phrase(phrase)
    assert says in str(caught.value)
    assert caught.value.column == column
