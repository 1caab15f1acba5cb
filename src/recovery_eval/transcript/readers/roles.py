"""Who is who: from the label in the source to a speaker's role and name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.models import Speaker, Transcript, Turn
from recovery_eval.transcript.words import ROLE_WORDS, TITLES, fold, looks_like_a_name, names_nobody

# "Priya (Agent)", "Agent [Priya]", "Priya - Agent".
_NAME_AND_ROLE = re.compile(r"(?P<first>[^(\[]+?)\s*(?:[(\[]\s*(?P<inside>[^()\[\]]+?)\s*[)\]]|\s[-–—]\s(?P<after>.+))")
# A speaker of a record may be of any length; the expression above is only for short ones.
_LONGEST_LABEL = 100
NO_SPEAKER = "text"
ROLE_NAMES = ", ".join(Speaker)
# Errors name what takes speakers=, agent= and customer=: `evaluate` doesn't.
WHERE_TOLD = "in to_transcript or read_transcripts"


@dataclass(frozen=True, slots=True)
class Roles:
    """What the caller told about the speakers.

    Attributes:
        agent: The agent's name.
        customer: The customer's name.
        told: Role of each label that the caller named, by folded label; None where the label is no speaker.
    """

    agent: str | None = None
    customer: str | None = None
    told: Mapping[str, Speaker | None] = field(default_factory=dict)

    @classmethod
    def of(cls, speakers: Mapping[str, str] | None, agent: str | None, customer: str | None) -> Roles:
        """Returns the roles that a caller's arguments tell.

        Raises:
            TranscriptError: An argument is of another type, a value of `speakers` is no role, or agent and customer
                bear one name.
        """
        _check_types(speakers, agent=agent, customer=customer)
        told: dict[str, Speaker | None] = {}
        for label, word in (speakers or {}).items():
            role = ROLE_WORDS.get(fold(str(word)))
            if role is None and word != NO_SPEAKER:
                problem = f"speakers: {word!r}, given for {label!r}, is not a role; use one of {ROLE_NAMES}"
                raise TranscriptError(f"{problem}, or {NO_SPEAKER!r} for a label that is no speaker")
            told[fold(str(label))] = role
        if agent and customer and fold(agent) == fold(customer):
            raise TranscriptError(f"agent and customer are both {agent!r}; give the two names as the source has them")
        for name, role in ((agent, Speaker.AGENT), (customer, Speaker.CUSTOMER)):
            if name:
                told.setdefault(fold(name), role)
        return cls(agent or None, customer or None, told)

    def is_text(self, label: str) -> bool:
        """Tells whether the caller said that a label is no speaker."""
        key = fold(label)
        return key in self.told and self.told[key] is None

    def resolve(self, label: str) -> tuple[Speaker, str | None] | None:
        """Returns role and name behind a label, or None where nothing is known about it.

        What the caller told comes first, then role words, then a role word beside a name: "Priya (Agent)".
        """
        key = fold(label)
        if key in self.told:
            role = self.told[key]
            return None if role is None else (role, None if key in ROLE_WORDS else label.strip())
        if key in ROLE_WORDS:
            return ROLE_WORDS[key], None
        return self._beside_name(label) or _by_title(label)

    def _beside_name(self, label: str) -> tuple[Speaker, str | None] | None:
        parts = _NAME_AND_ROLE.fullmatch(label.strip()) if len(label) <= _LONGEST_LABEL else None
        if parts is None:
            return None
        first, second = parts["first"], parts["inside"] or parts["after"]
        for name, word in ((first, second), (second, first)):
            role = self.told.get(fold(word)) or ROLE_WORDS.get(fold(word))
            if role is not None:
                return role, name
        return None


def _check_types(speakers: object, **names: object) -> None:
    if not isinstance(speakers, Mapping | None):
        given = type(speakers).__name__
        raise TranscriptError(f"speakers: give the role of each label, as in {{'Jane Doe': 'agent'}}, not {given}")
    for role, name in names.items():
        if not isinstance(name, str | None):
            told = f"tell several with speakers={{'Jane Doe': '{role}', 'Sam Poe': '{role}'}}"
            raise TranscriptError(f"{role}: give one name as text, not {type(name).__name__}; {told}")


def _by_title(label: str) -> tuple[Speaker, str | None] | None:
    title, _, rest = label.strip().partition(" ")
    if fold(rest.rpartition(" ")[2]) in ("bot", "chatbot") and looks_like_a_name(label):  # "Arlo Bot"
        return Speaker.BOT, label.strip()
    if fold(title) not in TITLES:
        return None
    role, rest = ROLE_WORDS[fold(title)], rest.strip()
    if rest.lstrip("#").isdigit():
        return role, None
    return (role, rest) if rest[:1].isupper() and looks_like_a_name(rest) else None


def with_names(transcript: Transcript) -> Transcript:
    """Returns the transcript with the names of agent and customer, where it lacks them and all named turns bear one."""
    found = {
        key: name
        for key, speaker in (("agent_name", Speaker.AGENT), ("customer_name", Speaker.CUSTOMER))
        if getattr(transcript, key) is None and (name := _only_name(transcript.turns, speaker))
    }
    return transcript.model_copy(update=found) if found else transcript


def _only_name(turns: Iterable[Turn], speaker: Speaker) -> str | None:
    names = {turn.name for turn in turns if turn.speaker == speaker and turn.name and not names_nobody(turn.name)}
    return names.pop() if len(names) == 1 else None
