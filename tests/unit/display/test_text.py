from __future__ import annotations

from dataclasses import replace

from recovery_eval.checklist import Checklist
from recovery_eval.display.explanation import explanation_text
from recovery_eval.display.text import checklist_text, field, transcript_text
from recovery_eval.display.wording import score_words, verdict_words, visible
from recovery_eval.evidence import Signal
from recovery_eval.outcome import Outcome
from recovery_eval.transcript.models import Transcript, Turn
from tests.golden.sample import CHECKLIST, PROVENANCE, RESULTS, TRANSCRIPT, WITHOUT_TRANSCRIPT


def test_a_score_that_does_not_exist_is_a_dash() -> None:
    assert score_words(None) == "–"


def test_a_score_is_shown_out_of_a_hundred_without_needless_zeros() -> None:
    assert [score_words(score) for score in (0.0, 83.3, 100.0)] == ["0 / 100", "83.3 / 100", "100 / 100"]


def test_the_verdict_says_by_what_measure() -> None:
    passing = Checklist("a", RESULTS[:1], PROVENANCE)
    weak = Checklist("b", (RESULTS[1]._replace(severity="minor"),), PROVENANCE)
    assert verdict_words(passing) == "passed: the pass mark is 70"
    assert verdict_words(weak) == "failed: the pass mark is 70"
    assert verdict_words(CHECKLIST) == "failed: a critical rule failed"
    assert verdict_words(WITHOUT_TRANSCRIPT) == "passed: no rule applied"


def test_printing_a_checklist_gives_its_text() -> None:
    assert str(CHECKLIST) == checklist_text(CHECKLIST)


def test_colour_adds_nothing_but_colour() -> None:
    coloured = checklist_text(CHECKLIST, color=True)
    for code in ("1", "2", "31", "32", "33", "0"):
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured == checklist_text(CHECKLIST)


def test_every_outcome_stands_as_a_mark_and_a_word() -> None:
    lines = checklist_text(CHECKLIST).splitlines()
    heads = [line.split("  ")[0] for line in lines if line[:1] in {"✓", "✗", "?", "–"}]
    assert heads == ["✓ pass", "✗ fail", "? undetermined", "– not applicable"]


def test_lines_keep_to_the_width() -> None:
    assert max(len(line) for line in checklist_text(CHECKLIST, width=60).splitlines()) <= 60


def test_a_failed_checklist_ends_with_what_to_mend_and_one_that_passed_does_not() -> None:
    shown = " ".join(checklist_text(CHECKLIST).split())
    assert "To pass, mend in this order: 1. No apology was taken back: then 100 / 100 Say sorry for what" in shown
    assert "To pass" not in checklist_text(Checklist("a", RESULTS[:1], PROVENANCE))


def test_without_the_transcript_evidence_names_the_turn_alone() -> None:
    shown = checklist_text(replace(CHECKLIST, transcript=None))
    assert "evidence   turn 1, apology: «We're sorry it leaked»" in shown


def test_a_near_miss_says_what_cancelled_it() -> None:
    shown = " ".join(checklist_text(CHECKLIST).split())
    assert "near miss turn 1, agent, apology: «We're sorry» if that upset you, Bashir. We're sorry …" in shown
    assert "– not counted: ruled out as “conditional” by “if that upset you”" in shown


def test_evidence_stands_among_the_words_around_it() -> None:
    shown = " ".join(checklist_text(CHECKLIST).split())
    assert "agent, apology: We're sorry if that upset you, Bashir. «We're sorry it leaked»." in shown
    assert "agent, non-apology: We're «sorry if that upset you, Bashir». We're sorry it leaked." in shown


def test_the_words_around_evidence_end_at_a_word() -> None:
    text = f"{'abc ' * 30}sorry{' def' * 30}"
    transcript = Transcript(turns=(Turn(speaker="agent", text=text),))
    result = RESULTS[0]._replace(evidence=(Signal("apology", 0, 120, 125, "sorry", ""),), near_misses=())
    shown = checklist_text(Checklist("x", (result,), PROVENANCE, transcript), width=200)
    assert f"apology: … {'abc ' * 9}«sorry»{' def' * 9} …\n" in shown + "\n"


def test_advice_is_shown_for_the_rule_that_failed() -> None:
    assert [line for line in checklist_text(CHECKLIST).splitlines() if line.strip().startswith("advice")] == [
        "    advice     Say sorry for what happened, not for how it was taken; leave the"
    ]


def test_an_empty_checklist_is_its_header() -> None:
    assert "Score         –" in checklist_text(Checklist("none", (), PROVENANCE, None))


def test_what_drives_a_terminal_is_shown_as_an_escape() -> None:
    assert visible("a\x1b[2Jb\u202ec\x9bd\U000e0041") == "a\\x1b[2Jb\\u202ec\\x9bd\\U000e0041"


def test_what_githubs_runner_would_obey_is_shown_as_an_escape() -> None:
    assert visible("a ::error file=b::c ##[group]d") == "a \\x3a:error file=b::c \\x23#[group]d"
    assert visible("Delivery::Late :: 10::30 ## [1]") == "Delivery::Late :: 10::30 ## [1]"


def test_line_ends_and_tabs_become_one_space_each() -> None:
    assert visible("a\r\nb\tc\u2028d") == "a b c d"


def test_joined_emoji_stay_joined() -> None:
    assert visible("👩\u200d👩\u200d👧") == "👩\u200d👩\u200d👧"


def test_a_transcript_shows_the_index_and_the_speaker_of_every_turn() -> None:
    starts = [line.split()[:2] for line in transcript_text(TRANSCRIPT).splitlines() if line[2] != " "]
    assert starts == [["0", "customer"], ["1", "agent"], ["2", "customer"]]


def test_the_explanation_shows_turns_in_which_nothing_was_found() -> None:
    shown = explanation_text(TRANSCRIPT, (), ())
    assert [line[:6] for line in shown.splitlines() if line.startswith("turn")] == ["turn 0", "turn 1", "turn 2"]


def test_the_explanation_shows_phrase_and_quote_in_the_order_of_the_text() -> None:
    found = RESULTS[0].evidence + RESULTS[1].evidence
    lines = [line.strip() for line in explanation_text(TRANSCRIPT, found, ()).splitlines()]
    assert [line for line in lines if line.startswith("signal")] == [
        "signal     non-apology «sorry if that upset you, Bashir»",
        "signal     non-apology «upset you»",
        "signal     apology «We're sorry it leaked»",
    ]
    assert lines.count("phrase: a phrase") == 3


def test_all_outcomes_have_a_mark_and_a_word() -> None:
    from recovery_eval.display.wording import MARKS, WORDS

    assert set(MARKS) == set(WORDS) == set(Outcome)


def test_the_longest_label_is_apart_from_what_it_labels() -> None:
    assert field("unverifiable", "turn 8", 80) == ["    unverifiable turn 8"]
    assert field("why", "turn 8", 80) == ["    why        turn 8"]
