"""Ways to vary a conversation that must not move an outcome.

Each takes a transcript and a number from which it takes its choices (which name, which emoji, where a filler goes), and
returns another transcript; the same number gives the same one. What a variation has no hold on comes back unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from recovery_eval.transcript import Speaker, Transcript, Turn

Variation = Callable[[Transcript, int], Transcript]

NAMES = (
    "Aaliyah Okafor", "Björn Lindqvist", "Chidi Eze", "Dmitri Volkov", "Eun-ji Park", "Fatima Al-Rashid",
    "Gráinne Walsh", "Hiroshi Tanaka", "Inês Carvalho", "Jamal Whitaker", "Kateryna Shevchenko", "Lakshmi Iyer",
    "Mateo Fernández", "Nguyen Linh", "Oluwaseun Adeyemi", "Pania Ngata", "Quentin Dubois", "Rajesh Kumar",
    "Siobhan O'Connor", "Thandiwe Dube", "Umar Farooq", "Vasiliki Pappas", "Wei Zhang", "Xochitl Ramirez", "Yael Cohen",
    "Zsófia Nagy",
)  # fmt: skip
EMOJI = "🙂😀🙏👍😊🎉📦☀️🤞✨"
SOUNDS = ("um", "uh", "er", "erm", "uhm", "hmm")
PHRASES_OF_HABIT = ("you know", "i mean", "like")
GREETINGS = ("Hello.", "Hi there,", "Good morning.", "Hey,", "Hiya!")
ASIDES = (
    "I'm on the bus just now.",
    "It's raining over here.",
    "My sister lives round the corner from you.",
    "I have my lunch at one.",
    "The 42 goes past your window.",
)
BRITISH_TO_AMERICAN = {
    "apologise": "apologize", "apologised": "apologized", "apologising": "apologizing", "apologises": "apologizes",
    "behaviour": "behavior", "cancelled": "canceled", "cancelling": "canceling", "catalogue": "catalog",
    "centre": "center", "centres": "centers", "cheque": "check", "colour": "color", "colours": "colors",
    "emphasise": "emphasize", "favour": "favor", "favourite": "favorite", "flavour": "flavor", "fulfil": "fulfill",
    "grey": "gray", "honour": "honor", "honoured": "honored", "humour": "humor", "jewellery": "jewelry",
    "labelled": "labeled", "licence": "license", "metre": "meter", "metres": "meters", "mum": "mom",
    "neighbour": "neighbor", "neighbours": "neighbors", "organise": "organize", "organised": "organized",
    "organising": "organizing", "prioritise": "prioritize", "programme": "program", "pyjamas": "pajamas",
    "realise": "realize", "realised": "realized", "recognise": "recognize", "recognised": "recognized",
    "rumour": "rumor", "theatre": "theater", "travelled": "traveled", "travelling": "traveling", "tyre": "tire",
    "tyres": "tires", "unfavourable": "unfavorable", "utilise": "utilize",
}  # fmt: skip
AMERICAN_TO_BRITISH = {
    american: british
    for british, american in BRITISH_TO_AMERICAN.items()
    if american not in ("check", "license", "program", "tire", "tires", "meter", "meters", "mom")
}
CONTRACTIONS = (
    ("do not", "don't"), ("does not", "doesn't"), ("did not", "didn't"), ("is not", "isn't"), ("are not", "aren't"),
    ("was not", "wasn't"), ("were not", "weren't"), ("have not", "haven't"), ("has not", "hasn't"),
    ("had not", "hadn't"), ("would not", "wouldn't"), ("could not", "couldn't"), ("should not", "shouldn't"),
    ("will not", "won't"), ("can not", "can't"), ("cannot", "can't"), ("I am", "I'm"), ("you are", "you're"),
    ("we are", "we're"), ("they are", "they're"), ("I will", "I'll"), ("you will", "you'll"), ("we will", "we'll"),
    ("they will", "they'll"), ("it will", "it'll"), ("that is", "that's"), ("it is", "it's"), ("there is", "there's"),
)  # fmt: skip
# After these words "'s" can only be "is", and the long form would be said.
_IS_FOLLOWS = r"(?= (?:a|an|the|not|my|our|your|so|very|all|no|on|in)\b)"
_LONG_FORMS = {short: long for long, short in CONTRACTIONS if long != "cannot"}


def _turns(transcript: Transcript, change: Callable[[str, int], str]) -> Transcript:
    """Changes the words of the agent's and the customer's turns; `change` gets the turn's index too."""
    turns = tuple(
        turn.model_copy(update={"text": change(turn.text, index)})
        if turn.speaker in (Speaker.AGENT, Speaker.CUSTOMER)
        else turn
        for index, turn in enumerate(transcript.turns)
    )
    return transcript.model_copy(update={"turns": turns})


def other_name(transcript: Transcript, number: int) -> Transcript:
    """The customer has another name, everywhere."""
    if not transcript.customer_name:
        return transcript
    old = re.findall(r"[^\W\d_][\w'’-]*", transcript.customer_name)
    old = [part for part in old if len(part) > 1 and part.lower().strip(".") not in _NO_NAMES]
    given, family = NAMES[number % len(NAMES)].split(" ", 1)
    titled = bool(re.match(r"(?:mr|mrs|ms|miss|mx|dr)\b", transcript.customer_name, re.IGNORECASE))
    new = dict(zip(old, [family] if titled else [given, family], strict=False))
    if not new or "_" in transcript.customer_name or transcript.customer_name.startswith("@"):
        return transcript

    def renamed(text: str, _: int = 0) -> str:
        spoken = text == text.lower()
        for before, after in new.items():
            text = re.sub(rf"(?<![\w@]){re.escape(before)}(?![\w@])", after, text)
            text = re.sub(rf"(?<![\w@]){re.escape(before.upper())}(?![\w@])", after.upper(), text)
            if spoken:
                text = re.sub(rf"(?<![\w@]){re.escape(before.lower())}(?![\w@])", after.lower(), text)
        return text

    return _turns(transcript, renamed).model_copy(update={"customer_name": renamed(transcript.customer_name)})


_NO_NAMES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "de", "al", "la", "van", "von"})


def lower(transcript: Transcript, _: int) -> Transcript:
    """All in small letters."""
    return _turns(transcript, lambda text, _: text.lower())


def upper_turn(transcript: Transcript, number: int) -> Transcript:
    """One turn in capitals."""
    chosen = number % max(1, len(transcript.turns))
    return _turns(transcript, lambda text, index: text.upper() if index == chosen else text)


def title(transcript: Transcript, _: int) -> Transcript:
    """Each word with a capital."""
    return _turns(transcript, lambda text, _: re.sub(r"(?<!\S)\w", lambda first: first[0].upper(), text))


def contracted(transcript: Transcript, _: int) -> Transcript:
    """Contractions where they can be: "don't" for "do not"."""
    return _turns(transcript, lambda text, _: _in_place(text, _SHORTEN, dict(CONTRACTIONS)))


def written_out(transcript: Transcript, _: int) -> Transcript:
    """No contraction: "do not" for "don't"."""
    return _turns(transcript, lambda text, _: _in_place(text, _LENGTHEN, _LONG_FORMS))


def curly(transcript: Transcript, _: int) -> Transcript:
    """Apostrophes as word processors and phones set them."""
    return _turns(transcript, lambda text, _: re.sub(r"(?<=\w)'(?=\w)", "’", text))


def american(transcript: Transcript, _: int) -> Transcript:
    """American spelling."""
    return _turns(transcript, lambda text, _: _in_place(text, _words(BRITISH_TO_AMERICAN), BRITISH_TO_AMERICAN))


def british(transcript: Transcript, _: int) -> Transcript:
    """British spelling."""
    return _turns(transcript, lambda text, _: _in_place(text, _words(AMERICAN_TO_BRITISH), AMERICAN_TO_BRITISH))


def without_last_stop(transcript: Transcript, _: int) -> Transcript:
    """No full stop at the end of a turn."""
    return _turns(transcript, lambda text, _: re.sub(r"(?<=\w)\.(?=\s*$)", "", text))


def doubled_exclamation(transcript: Transcript, _: int) -> Transcript:
    """Exclamation marks doubled."""
    return _turns(transcript, lambda text, _: text.replace("!", "!!"))


def without_commas(transcript: Transcript, _: int) -> Transcript:
    """No commas."""
    return _turns(transcript, lambda text, _: re.sub(r",(?=\s|$)", "", text))


def with_emoji(transcript: Transcript, number: int) -> Transcript:
    """An emoji at the end of every turn, and after one of its sentences."""
    chosen = Random(number).choice([*EMOJI.replace("️", "")])

    def changed(text: str, index: int) -> str:
        inner = re.sub(r"(?<=\w)([.!?])(?=\s+\S)", rf"\1 {chosen}", text, count=1)
        return f"{inner} {chosen}" if index % 2 else f"{inner}{chosen}"

    return _turns(transcript, changed)


def with_sounds(transcript: Transcript, number: int) -> Transcript:
    """Um and uh between words, about one in eight."""
    random = Random(number)

    def changed(text: str, _: int) -> str:
        return re.sub(
            r"(?<=\w) (?=\w)", lambda _: f" {random.choice(SOUNDS)} " if random.random() < 1 / 8 else " ", text
        )

    return _turns(transcript, changed)


def with_habits(transcript: Transcript, number: int) -> Transcript:
    """A turn begins with "you know" or the like."""
    random = Random(number)
    return _turns(transcript, lambda text, _: f"{random.choice(PHRASES_OF_HABIT)} {text}")


def with_greeting(transcript: Transcript, number: int) -> Transcript:
    """The first turn of agent and customer begins with a greeting."""
    speakers = [turn.speaker for turn in transcript.turns]
    first = {speakers.index(speaker) for speaker in (Speaker.AGENT, Speaker.CUSTOMER) if speaker in speakers}
    greeting = GREETINGS[number % len(GREETINGS)]
    return _turns(transcript, lambda text, index: f"{greeting} {text}" if index in first else text)


def with_aside(transcript: Transcript, number: int) -> Transcript:
    """A turn of the customer that is about nothing."""
    turn = Turn(speaker=Speaker.CUSTOMER, text=ASIDES[number % len(ASIDES)])
    at = Random(number).randint(0, len(transcript.turns))
    return transcript.model_copy(update={"turns": (*transcript.turns[:at], turn, *transcript.turns[at:])})


def unpunctuated(transcript: Transcript, _: int) -> Transcript:
    """Small letters and no marks but apostrophes."""
    return _turns(
        transcript, lambda text, _: re.sub(r"(?<!\d)[^\w\s'’@#]+|[^\w\s'’@#]+(?!\d)", " ", text.lower()).strip()
    )


def bare(transcript: Transcript, _: int) -> Transcript:
    """Small letters, no marks, and no apostrophes either: "dont"."""
    return _turns(unpunctuated(transcript, 0), lambda text, _: re.sub(r"['’]", "", text))


def _words(table: dict[str, str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(table, key=len, reverse=True))})\b", re.IGNORECASE)


_SHORTEN = re.compile(
    rf"\b(?:{'|'.join(long for long, _ in CONTRACTIONS if not long.endswith(' is'))})\b(?= \w)"
    rf"|\b(?:that|it|there) is\b{_IS_FOLLOWS}",
    re.IGNORECASE,
)
_LENGTHEN = re.compile(
    rf"\b(?:{'|'.join(short for _, short in CONTRACTIONS if not short.endswith(chr(39) + 's'))})\b"
    rf"|\b(?:that|it|there)'s\b{_IS_FOLLOWS}",
    re.IGNORECASE,
)


def _in_place(text: str, pattern: re.Pattern[str], table: dict[str, str]) -> str:
    """Replaces words by the table, in the letters of what stood there."""
    by_lower = {before.lower(): after for before, after in table.items()}

    def replaced(match: re.Match[str]) -> str:
        old, new = match[0], by_lower[match[0].lower()]
        if old.isupper() and len(old) > 1:
            return new.upper()
        return new[0].upper() + new[1:] if old[0].isupper() else new[0].lower() + new[1:]

    return pattern.sub(replaced, text)


SINGLE: dict[str, Variation] = {
    "another name of the customer": other_name,
    "small letters": lower,
    "one turn in capitals": upper_turn,
    "each word with a capital": title,
    "contractions": contracted,
    "no contractions": written_out,
    "curly apostrophes": curly,
    "American spelling": american,
    "British spelling": british,
    "no stop at the end": without_last_stop,
    "exclamation marks doubled": doubled_exclamation,
    "no commas": without_commas,
    "emoji": with_emoji,
    "um and uh": with_sounds,
    "you know, I mean, like": with_habits,
    "a greeting": with_greeting,
    "an aside": with_aside,
}
ROUGH: dict[str, Variation] = {
    "small letters, no marks": unpunctuated,
    "small letters, no marks, no apostrophes": bare,
}
