"""Whether an agent addresses the customer by name."""

from __future__ import annotations

import pytest

from recovery_eval import annotate
from recovery_eval.transcript import Transcript

Talk = list[tuple[str, str]]


def named(talk: Talk, **known: str) -> list[tuple[int, str]]:
    record = {**known, "turns": [{"speaker": speaker, "text": text} for speaker, text in talk]}
    signals = annotate(Transcript.model_validate(record))
    return [(found.turn, found.quote) for found in signals if found.name == "names-customer"]


@pytest.mark.parametrize(
    ("reply", "name"),
    [
        ("Hi Tamsin, let me see.", "Tamsin"),
        ("hi tamsin let me see", "tamsin"),
        ("Bonsoir Tamsin, let me see.", "Tamsin"),
        ("Ah Tamsin, let me see.", "Tamsin"),
        ("So sorry about the muddle Tamsin 😞", "Tamsin"),
        ("We owe you one, Tamsin x", "Tamsin"),
        ("Tamsin love, give me a second.", "Tamsin"),
        ("Tamsin … I am lost for words.", "Tamsin"),
        ("Tamsin,\n\nThank you for writing.", "Tamsin"),
        ("Dear Mr K Mensah, let me see.", "Mensah"),
        ("Kwabena ji, we will look behind the piano.", "Kwabena"),
        ("Dear Mr. Okonkwo, let me see.", "Okonkwo"),
        ("@4711 Hello there Nguyệt! Let me see.", "Nguyệt"),
        ("Good evening María José, let me see.", "María"),
        ("Sorry about that, Siobhán.", "Siobhán"),
        ("Dear um Siobhán, let me see.", "Siobhán"),
        ("Thanks Siobhán we will look.", "Siobhán"),
        ("I'm afraid not, Kwabena, that one is sold.", "Kwabena"),
        ("We are sorry for the muddle Kwabena. A new one ships.", "Kwabena"),
        ("Glad to hear it Siobhán!", "Siobhán"),
        ("The ferry is moored right behind you Kwabena!", "Kwabena"),
        ("Oh no Siobhán, not the piano.", "Siobhán"),
        ("Kwabena, I will look behind the piano.", "Kwabena"),
        ("No boat sails on Easter Monday, Kwabena, so we wait.", "Kwabena"),
        ("Rowing in the rain is no fun, Siobhán and we know it.", "Siobhán"),
        ("No boat sails today, Kwabena, and we know it hurts.", "Kwabena"),
        ("Xiaoming, once it ships you will see it.", "Xiaoming"),
        ("Good afternoon Mrs. Mensah", "Mensah"),
        ("Okay Mensah we will look.", "Mensah"),
        ("Dear Mr. and Mrs. Mensah, let me see.", "Mensah"),
        ("So sorry about this Dr. K. Mensah.", "Mensah"),
        ("thank you mrs mensah let me see", "mensah"),
        ("Alright, Dr. Mensah, is two o'clock good?", "Mensah"),
        ("Dear sunny_otter7, let me see.", "sunny_otter7"),
        ("Hello {{ticket.requester.first_name}}, let me see.", "{{ticket.requester.first_name}}"),
        ("How Slow, Harbour, It Was To Get There For {{customer.first_name}}", "{{customer.first_name}}"),
    ],
)
def test_a_name_where_names_are_addressed_counts(reply: str, name: str) -> None:
    assert named([("customer", "It broke."), ("agent", reply)]) == [(1, name)]


@pytest.mark.parametrize(
    "reply",
    [
        "Dear Sir or Madam, let me see.",
        "It sails at nine\nKind regards, Kwabena",
        "Best wishes, Kwabena",
        "Yours, Kwabena",
    ],
)
def test_a_title_alone_and_a_signature_address_nobody(reply: str) -> None:
    assert named([("customer", "It broke."), ("agent", reply)]) == []


@pytest.mark.parametrize(
    ("reply", "names"),
    [
        ("Dear Kwabena Mensah,\n\nyour boat sails.", [(0, "Kwabena")]),
        ("Hello Siobhán O'Neill! It sails.", [(0, "Siobhán")]),
        ("Dear Harbour Customer, it sails.", []),
        ("Hello Tuesday Boats sail at nine.", []),
    ],
)
def test_before_the_customer_spoke_a_greeted_name_may_be_a_full_one(reply: str, names: list[tuple[int, str]]) -> None:
    assert named([("agent", reply)]) == names


@pytest.mark.parametrize(
    "reply",
    [
        "good day is this kwabena",
        "A call came from Kwabena.",
        "It is signed for by 'Kwabena'.",
        "Your table with Kwabena is laid.",
        "The guests include Kwabena, Ada and Cyd.",
        "Sadly Kwabena has not come in yet.",
        "So that is Kwabena's piano.",
    ],
)
def test_a_known_name_that_is_only_spoken_of_does_not_count(reply: str) -> None:
    talk = [("customer", "It broke."), ("agent", reply)]
    assert named(talk, customer_name="Kwabena Mensah") == []
    talk.append(("agent", "I see it, Kwabena."))
    assert named(talk, customer_name="Kwabena Mensah") == [(2, "Kwabena")]


@pytest.mark.parametrize(
    "reply",
    [
        "Hi there, let me see.",
        "Hi, thanks for asking.",
        "hello we can look",
        "Dear customer, let me see.",
        "Hello, parcels go out at noon.",
        "Hi there, Tandem tours sail at noon.",
        "Awwwww, what a fine dog.",
        "It sails with Ada, Bob and Cyd.",
        "The new piano is on the boat. Femi",
        "Dear GuestThank you for your stay.",
        "Hi @4711, let me see.",
        "Hi 4711, let me see.",
        "Hi R., let me see.",
        "Sorry, which one?",
        "Thanks for contacting Lampwright.",
        "Sorry for the muddle with Lampwright.",
        "The muddle began in Lampwright.",
        "It sails with Ada, Bob, and Cyd.",
        "It is on its way. Thanks, Femi",
        "Have a good day. Kind regards, Femi",
        "Go to Settings, Network, Test, and tell me.",
        "The delay this morning caused it.",
        "Ibrahim will ring you.",
        "The ferry took Naples for its harbour.",
        "Thanks Harbour is closed.",
        "We Know How Slow It Was To Get There, Harbour.",
        "Alright, Dr. Mensah is free at two.",
        "Femi, our ferryman, has seen it.",
        "good morning quayside dental femi speaking",
        "hello quayside dental you're through to femi",
        "hi femi from the quay here",
        "Dear Concerned Guest, let me see.",
        "dear guestthank you for your stay.",
        "dear kt w, let me see.",
        "It is on its way.\n\nSincerely,\nFemi Obi\nManager, Lampwright",
        "It is on its way. Thanks again, Femi",
        "Yes. Mrs. Mensah can see the dog at nine.",
    ],
)
def test_what_is_no_name_or_addresses_nobody_does_not_count(reply: str) -> None:
    assert named([("customer", "It broke."), ("agent", reply)]) == []


@pytest.mark.parametrize(
    "reply",
    ["okay kwabena is there a spare key", "right Kwabena has your boat come in", "fine Kwabena will you be home"],
)
def test_a_question_behind_a_known_name_is_put_to_its_bearer(reply: str) -> None:
    assert named([("customer", "It broke."), ("agent", reply)], customer_name="Kwabena Mensah")


def test_a_known_name_counts_wherever_the_agent_says_it() -> None:
    talk = [("customer", "It broke."), ("agent", "that one is on its way now oluwaseun")]
    assert named(talk, customer_name="Oluwaseun Adeyemi") == [(1, "oluwaseun")]
    assert named(talk) == []


@pytest.mark.parametrize(
    "said",
    [
        "My name is Parveen.",
        "this is Parveen from flat two",
        "I'm Parveen Kaur, it broke.",
        "It broke.\nRegards,\nParveen",
    ],
)
def test_customers_tell_their_name_themselves(said: str) -> None:
    assert named([("customer", said), ("agent", "that is sorted parveen")]) == [(1, "parveen")]


def test_the_agents_own_name_is_never_the_customers() -> None:
    talk = [("customer", "It broke."), ("agent", "Hello, my name is Femi."), ("agent", "Thanks, Femi.")]
    assert named(talk) == []
    assert named([("customer", "It broke."), ("agent", "Bye! Thanks, Femi.")], agent_name="Femi") == []


def test_another_name_than_the_one_the_customer_told_does_not_count() -> None:
    assert named([("customer", "My name is Ines."), ("agent", "I see, Rosa.")]) == []


def test_before_the_customer_spoke_a_line_of_the_firm_is_no_salutation() -> None:
    assert named([("agent", "good morning harbour lettings femi speaking"), ("customer", "it broke")]) == []


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        ("joanna, then: jo", ["jo"]),  # not in the middle of another word
        ("ask @jo or #jo or jo_1", []),
        ("well, Jo-Ann", ["Jo"]),
        ("that one goes out to O’BRIEN tonight", ["O’BRIEN"]),
    ],
)
def test_a_known_name_is_a_word_of_its_own_however_it_is_written(reply: str, found: list[str]) -> None:
    talk = [("customer", "It broke."), ("agent", reply)]
    assert [name for _, name in named(talk, customer_name="Jo O'Brien")] == found


@pytest.mark.parametrize("shown", ["Customer", "guest", "Visitor #4711", "Support"])
def test_a_role_in_the_place_of_a_name_names_nobody(shown: str) -> None:
    word = shown.partition(" ")[0]
    talk = [("customer", "The kayak is late."), ("agent", f"Dear {word}, sorry. Thank you, {word}.")]
    assert named(talk, customer_name=shown) == []
    told = [("customer", "The kayak is late."), ("agent", "We are sorry about that, Siobhán.")]
    assert named(told, customer_name=shown) == [(1, "Siobhán")]


def test_the_domain_of_an_address_is_no_part_of_a_name() -> None:
    talk = [("customer", "The kayak is late."), ("agent", "Sorry, please look into your harbour mail.")]
    assert named(talk, customer_name="kwabena@harbour.example") == []
    assert named([talk[0], ("agent", "Sorry kwabena, it is.")], customer_name="kwabena@harbour.example") != []


@pytest.mark.parametrize(
    ("shown", "reply"),
    [
        ("Ruben van Houten", "It was our van, and it left at noon."),
        ("Amina al Rashid", "Al is at the desk until six."),
        ("@good.old.tobias", "Cheers, good to know, it's an old pump."),
        ("Coach Ofori", "The coach leaves at noon."),
    ],
)
def test_a_particle_a_title_and_the_plain_words_of_a_handle_are_no_names(shown: str, reply: str) -> None:
    assert named([("customer", "Where is my flute?"), ("agent", reply)], customer_name=shown) == []


def test_the_name_in_a_handle_is_one() -> None:
    talk = [("customer", "Where is my flute?"), ("agent", "Cheers, Tobias.")]
    assert named(talk, customer_name="@good.old.tobias") == [(1, "Tobias")]


def test_a_handle_does_not_tell_that_any_other_name_is_somebody_elses() -> None:
    talk = [("customer", "Where is my flute?"), ("agent", "I have found it, Tobias.")]
    assert named(talk, customer_name="@flutefan") == [(1, "Tobias")]
    assert named(talk, customer_name="Ada Obi") == []


def test_a_name_with_a_hyphen_is_said_as_two_words_too() -> None:
    talk = [("customer", "Where is my flute?"), ("agent", "and mr mensah obi i have found it")]
    assert named(talk, customer_name="Kofi Mensah-Obi") == [(1, "mensah obi")]
