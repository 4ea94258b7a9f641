"""What people type for the assumptions of a sum: what is taken, and what is asked for again."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from engine.dialogue.answering import answer_to
from engine.dialogue.assuming import LONGEST, assumed_of, read_as
from engine.dialogue.currencies import currency_of
from knowledge.schema import SlotId
from tests.facts import KB


def taken(**typed: str) -> Mapping[str, Any]:
    """What is set by what was typed, all of which can be used."""
    found = assumed_of(typed, KB)
    assert isinstance(found, Assumed), found
    return found.model_dump(exclude_none=True)


def refused(**typed: str) -> Mapping[str, str]:
    """The sentences of what cannot be used."""
    found = assumed_of(typed, KB)
    assert not isinstance(found, Assumed), found
    return found


def test_nothing_typed_sets_nothing() -> None:
    blank = dict.fromkeys(Assumed.model_fields, "")
    assert assumed_of(blank, KB) == assumed_of({}, KB) == NOTHING_ASSUMED
    assert taken(years=" \t ", keep="yes") == {}


@pytest.mark.parametrize(
    ("typed", "cost"),
    [
        ("150000", 150_000),
        ("150k", 150_000),
        ("about 120,000", 120_000),
        ("120 000", 120_000),
        ("120'000", 120_000),
        ("120.000", 120_000),
        ("1.5 million", 1_500_000),
        ("2m", 2_000_000),
        ("\N{FULLWIDTH DIGIT NINE}0000", 90_000),
        ("one hundred thousand", 100_000),
    ],
)
def test_an_engineers_cost_is_read_as_people_write_money(typed: str, cost: int) -> None:
    assert taken(engineer_cost=typed) == {"engineer_cost": Decimal(cost)}


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("pipelines", "40", 40),
        ("pipelines", "about 40 pipelines", 40),
        ("runs_per_week", "10 runs a week", 10),
        ("runs_per_week", "daily", 7),
        ("runs_per_week", "less than once a week", 0),
        ("steps_per_run", "12", 12),
        ("steps_per_run", "12 steps per run", 12),
        ("steps_per_run", "a dozen tasks", 12),
        ("years", "3", 3),
        ("years", "5 years", 5),
        ("years", "five", 5),
        ("years", "3-year", 3),
        ("years", "3y", 3),
        ("years", "3 yrs", 3),
        ("engineer_hours", "4", Decimal(4)),
        ("engineer_hours", "4.5 hours", Decimal("4.5")),
        ("engineer_hours", "4,5", Decimal("4.5")),
        ("engineer_hours", "4h/week", Decimal(4)),
        ("engineer_hours", "10 hours a week", Decimal(10)),
        ("engineer_hours", "0", Decimal(0)),
    ],
)
def test_numbers_are_read_with_their_units(field: str, typed: str, value: int | Decimal) -> None:
    assert taken(**{field: typed}) == {field: value}


def test_no_idea_sets_nothing() -> None:
    assert taken(engineer_cost="no idea", pipelines="not sure") == {}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("eur", "EUR"),
        ("EUR", "EUR"),
        ("€", "EUR"),
        ("euro", "EUR"),
        (" Euros ", "EUR"),
        ("US dollars", "USD"),
        ("US$", "USD"),
        ("$", "USD"),
        ("pounds sterling", "GBP"),
        ("Swiss  Francs", "CHF"),
        ("A$", "AUD"),
        ("₹", "INR"),
        ("isk", "ISK"),
        ("XAF", "XAF"),
        ("xcd", "XCD"),
    ],
)
def test_a_currency_is_a_sign_a_name_or_three_letters(typed: str, code: str) -> None:
    assert taken(currency=typed) == {"currency": code}


def test_what_several_countries_call_so_is_no_currency() -> None:
    assert [currency_of(each) for each in ("kr", "¥", "crowns", "", "e", "1€", "éur")] == [None] * 7


@pytest.mark.parametrize(
    ("typed", "rate"),
    [
        ("0.92", "0.92"),
        ("0,92", "0.92"),
        (".92", "0.92"),
        ("1 USD = 0.92 EUR", "0.92"),
        ("$1 = €0.92", "0.92"),
        ("0.92 €/$", "0.92"),
        ("0.92 EUR per dollar", "0.92"),
        ("15,900.5", "15900.5"),
        ("1.234.567,5", "1234567.5"),
        ("157", "157"),
        ("EUR at 0.92", "0.92"),
        ("rate of 0.92", "0.92"),
        (",92", "0.92"),
    ],
)
def test_a_rate_is_what_a_dollar_is_in_the_currency(typed: str, rate: str) -> None:
    assert taken(per_dollar=typed, currency="EUR") == {
        "currency": "EUR",
        "per_dollar": Decimal(rate),
    }


@pytest.mark.parametrize("field", ["engineer_cost", "pipelines", "runs_per_week"])
@pytest.mark.parametrize("typed", ["-5", "12.5", "lots", "99999999999999999999", "nan"])
def test_what_a_question_refuses_is_refused_in_its_words(field: str, typed: str) -> None:
    slot = SlotId(field)
    [refusal] = answer_to(KB.question(slot), typed, KB).refused
    assert refused(**{field: typed}) == {field: refusal.sentence}


@pytest.mark.parametrize(
    ("field", "wanted", "typed"),
    [
        ("years", "from 1 to 10", ["0", "11", "-1", "2.5", "nan", "2 or 3", "3 dogs", "\N{DOG}"]),
        ("steps_per_run", "from 1 to 10,000", ["0", "-1", "1.5", "10001", "9" * 30, "many"]),
        ("engineer_hours", "from 0 to 400", ["-1", "401", "Infinity", "NaN", "1e2", "half a day"]),
        (
            "currency",
            "three letters",
            ["1", "kr", "eu", "euro dollars", "\N{EURO SIGN}1", "XXX", "ZZZ", "xts", "the", "yes"],
        ),
    ],
)
def test_what_cannot_be_used_is_asked_for_again(field: str, wanted: str, typed: list[str]) -> None:
    for each in typed:
        [(name, sentence)] = refused(**{field: each}).items()
        assert name == field, each
        assert wanted in sentence, each


@pytest.mark.parametrize(
    "typed", ["0", "-0.92", "nan", "Infinity", "1 EUR = 1.09 USD", "1 usd", "9" * 20, "2000000000"]
)
def test_a_rate_that_is_none_is_asked_for_again(typed: str) -> None:
    assert refused(per_dollar=typed, currency="EUR") == {
        "per_dollar": "Please write how much of your currency one US dollar is, for example `0.92`."
    }


def test_a_comma_that_may_mean_two_things_is_asked_about() -> None:
    assert refused(per_dollar="1,093", currency="EUR") == {
        "per_dollar": "I can read 1,093 as 1.093 or as 1093; please write it without a comma."
    }


# What goes together.


def test_a_rate_needs_to_know_its_currency() -> None:
    [(field, sentence)] = refused(per_dollar="0.92").items()
    assert field == "currency"
    assert sentence.startswith("Please say which currency")
    assert refused(per_dollar="0.92 EUR") == {
        "currency": "The rate is in EUR; please write EUR here."
    }


def test_a_rate_is_in_the_currency_of_the_sum() -> None:
    assert refused(per_dollar="1 USD = 0.8 GBP", currency="EUR") == {
        "per_dollar": "Please write how much EUR one US dollar is."
    }


@pytest.mark.parametrize("rate", ["0.92", "1", "1 USD = 0.92 EUR"])
def test_a_rate_of_the_dollar_to_itself_is_dropped(rate: str) -> None:
    assert taken(per_dollar=rate, currency="usd") == {"currency": "USD"}


def test_an_engineers_cost_is_in_the_currency_of_the_sum() -> None:
    assert taken(engineer_cost="€90k", currency="EUR") == {
        "engineer_cost": Decimal(90_000),
        "currency": "EUR",
    }
    assert taken(engineer_cost="$150k") == {"engineer_cost": Decimal(150_000), "currency": "USD"}
    assert refused(engineer_cost="90k eur") == {
        "currency": "The engineer's cost is in EUR; please write EUR here."
    }
    assert refused(engineer_cost="€90k", currency="GBP") == {
        "engineer_cost": "This is in EUR; please write it in GBP."
    }


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("$100/hour", "hour"),
        ("100 per hour", "hour"),
        ("90 bucks an hour", "hour"),
        ("hourly rate of 100", "hour"),
        ("800 a day", "day"),
        ("3,500 weekly", "week"),
        ("12k per engineer per month", "month"),
        ("monthly salary 8000", "month"),
        ("12,000/mo", "month"),
        ("40k a quarter", "quarter"),
    ],
)
def test_an_engineers_cost_of_another_time_than_a_year_is_refused(typed: str, unit: str) -> None:
    assert refused(engineer_cost=typed) == {
        "engineer_cost": f"That is a cost by the {unit}; please write the yearly cost as a whole"
        " number, for example `190000` or `190k`."
    }


@pytest.mark.parametrize("typed", ["150k a year", "150k yearly", "150k/year, 12.5k a month"])
def test_an_engineers_cost_of_a_year_may_say_so(typed: str) -> None:
    assert taken(engineer_cost=typed) == {"engineer_cost": Decimal(150_000)}


def test_an_engineers_cost_that_is_too_small_for_a_year_is_refused() -> None:
    assert refused(engineer_cost="190") == {
        "engineer_cost": "I read 190; please write the yearly cost as a whole number, for example"
        " `190000` or `190k`."
    }


@pytest.mark.parametrize(
    ("field", "typed", "read"),
    [
        ("pipelines", "20-30", "20 to 30"),
        ("pipelines", "at least 20", "at least 20"),
        ("runs_per_week", "10 to 20", "10 to 20"),
        ("runs_per_week", "10-20 runs a week", "10 to 20"),
        ("engineer_cost", "90k-120k", "90,000 to 120,000"),
    ],
)
def test_a_range_is_no_number_of_a_sum(field: str, typed: str, read: str) -> None:
    assert refused(**{field: typed}) == {field: f"I read {read}; please write one number."}


def test_steps_take_one_number_too() -> None:
    assert "as a whole number" in refused(steps_per_run="5-10")["steps_per_run"]


def test_no_pipelines_are_nothing_to_add_up() -> None:
    sentence = "With no pipelines there is nothing to add up; write how many you expect."
    assert refused(pipelines="0") == refused(pipelines="none") == {"pipelines": sentence}


@pytest.mark.parametrize("typed", ["200 in total", "200 runs a week across all pipelines"])
def test_runs_of_all_pipelines_are_refused(typed: str) -> None:
    sentence = refused(runs_per_week=typed)["runs_per_week"]
    assert sentence.startswith("Runs are counted of each pipeline")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("10/day", "10 a day are 70 a week"),
        ("10 runs a day", "10 a day are 70 a week"),
        ("10/month", "10 a month are about 2 a week"),
        ("1 run an hour", "1 an hour are 168 a week"),
        ("12 a year", "12 a year are less than once a week"),
    ],
)
def test_runs_of_another_time_than_a_week_are_never_taken_for_a_weeks(
    typed: str, read: str
) -> None:
    assert read in refused(runs_per_week=typed)["runs_per_week"]


@pytest.mark.parametrize("field", ["engineer_cost", "pipelines", "years", "currency", "per_dollar"])
def test_what_is_longer_than_a_field_is_refused_and_not_cut(field: str) -> None:
    typed = "about" + " " * (LONGEST - len("about150")) + "150000"
    assert len(typed) > LONGEST
    assert refused(**{field: typed})[field] == (
        f"Please write the number alone, in at most {LONGEST} characters."
    )


def test_an_engineer_may_cost_millions_of_a_small_currency() -> None:
    assert taken(engineer_cost="95000000", currency="KRW")["engineer_cost"] == 95_000_000


def test_every_field_that_cannot_be_used_has_its_sentence() -> None:
    assert refused(years="many", currency="?", pipelines="40").keys() == {"years", "currency"}


def test_a_field_that_no_sum_has_cannot_be_read() -> None:
    with pytest.raises(KeyError, match="colour"):
        read_as("colour", "red", KB)


# Any text.

AMOUNTS = st.sampled_from(
    [
        *("0", "-1", "1e309", "NaN", "-Infinity", "9" * 400, "0" * 90, "1,2,3", "1.2.3", "1,000"),
        *(
            "\N{FULLWIDTH DIGIT ONE}\N{FULLWIDTH DIGIT TWO}",
            "\N{ARABIC-INDIC DIGIT FOUR}",
            "½",
            "²",
        ),
        *("$", "€ 1", "1 usd = ", "per dollar", "0.92 eur", "million", "5 years", "\N{MONEY BAG}"),
        *("\x00", "\N{RIGHT-TO-LEFT OVERRIDE}3", "\ud800", "İ", "k", "=", ",", ".", "'", " "),
    ]
)
TYPED = st.text(max_size=40) | st.lists(AMOUNTS, max_size=4).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from([*Assumed.model_fields, "keep"]), TYPED))
def test_any_text_is_taken_or_refused_in_a_sentence(typed: dict[str, str]) -> None:
    found = assumed_of(typed, KB)
    if isinstance(found, Assumed):
        assert Assumed.model_validate_json(found.model_dump_json()) == found
        assert found.per_dollar is None or found.currency not in (None, "USD")
    else:
        assert found
        assert found.keys() <= Assumed.model_fields.keys()
        assert all(each.endswith((".", "`.")) for each in found.values())


@pytest.mark.parametrize("piece", ["1 ", "1,", "€1", "1 000", " ", "usd 1 = ", "k"])
def test_a_long_text_is_read_as_well(piece: str) -> None:
    typed = dict.fromkeys(Assumed.model_fields, piece * 100_000)
    assert isinstance(assumed_of(typed, KB), Assumed | Mapping)
