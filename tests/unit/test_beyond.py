"""The ledger and the profile on a checklist: when they are found, and how they travel."""

from __future__ import annotations

import pickle

import pytest
from pydantic import BaseModel, ValidationError

from recovery_eval import beyond, checklist, evaluate, evaluate_many
from recovery_eval.apology import ApologyProfile
from recovery_eval.checklist import Checklist
from recovery_eval.errors import RecoveryEvalError
from recovery_eval.transcript.models import Transcript

CHAT = """Customer: The cello arrived without strings.
Agent: I'm so sorry, that was our mistake. The strings were missed because a label fell off.
We've fixed the labels so it can't happen again. I'll send you a set today, please forgive us.
"""


def test_a_checklist_made_for_its_score_does_not_look_for_promises(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Transcript] = []

    def spy(transcript: Transcript) -> beyond.Beyond:
        asked.append(transcript)
        return beyond.Beyond()

    monkeypatch.setattr(checklist, "read_beyond", spy)
    (made,) = evaluate_many([CHAT])
    assert made.score is not None
    assert asked == []
    assert made.promises == ()
    assert made.apology == ApologyProfile()
    assert len(asked) == 1


def test_the_profile_gives_each_part_with_its_words() -> None:
    profile = evaluate(CHAT).apology
    assert profile.present == ("regret", "explanation", "responsibility", "prevention", "repair", "forgiveness")
    assert profile.forgiveness[0].quote == "forgive us"
    assert evaluate("Agent: Sorry about the strings.").apology.missing == (
        "explanation",
        "responsibility",
        "prevention",
        "repair",
        "forgiveness",
    )


def test_promises_and_profile_survive_json_and_pickle() -> None:
    made = evaluate(CHAT)
    for copy in (Checklist.from_json(made.to_json()), pickle.loads(pickle.dumps(made))):  # noqa: S301 - our own bytes
        assert copy == made
        assert copy.promises == made.promises != ()
        assert copy.apology == made.apology


class Case(BaseModel):
    """A model of a caller's own."""

    checklist: Checklist


def test_in_a_model_of_pydantic_a_checklist_is_the_record_that_it_is_elsewhere() -> None:
    made = evaluate(CHAT)
    case = Case(checklist=made)
    assert case.checklist is made
    assert case.model_dump() == {"checklist": made.to_dict()}
    for again in (Case.model_validate_json(case.model_dump_json()), Case.model_validate(case.model_dump())):
        assert again == case
        assert again.checklist.promises == made.promises != ()
        assert again.checklist.apology == made.apology
        assert again.checklist.transcript is None
    assert Case.model_json_schema()["properties"]["checklist"]["type"] == "object"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"schema": 2}, "checklist\n.*schema 2 can't be read; expected 1"),
        ({"schema": 1, "id": "a"}, r"checklist\n.*not a checklist record: \$\.results"),
        ("pass", "checklist\n.*valid dictionary"),
    ],
)
def test_in_a_model_of_pydantic_a_broken_record_is_an_error_of_its_field(given: object, problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        Case.model_validate({"checklist": given})


def test_a_record_from_before_promises_is_still_read() -> None:
    record = evaluate(CHAT).to_dict()
    del record["promises"], record["apology"]
    assert Checklist.from_dict(record).promises == ()


def test_a_record_with_a_broken_promise_record_is_refused() -> None:
    record = evaluate(CHAT).to_dict()
    record["promises"][0]["status"] = "forgotten"
    with pytest.raises(RecoveryEvalError, match="not a checklist record"):
        Checklist.from_dict(record)


def test_a_checklist_whose_transcript_is_not_known_has_none() -> None:
    made = evaluate(CHAT)
    bare = Checklist(made.id, made.results, made.provenance)
    assert bare.promises == ()
    assert bare.apology.present == ()
