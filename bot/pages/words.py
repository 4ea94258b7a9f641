"""How figures, names and conditions read in plain text."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final, assert_never

from engine.cost.money import Money
from engine.decision.model import Pick, Points, Weights
from engine.decision.weights import are_all_by_hand
from engine.evaluation.model import SheetKind, Verdict
from knowledge.schema import (
    PRICED_IN,
    Adopt,
    AlternativeId,
    ByRanking,
    ChoiceQuestion,
    Condition,
    CriterionId,
    Feature,
    Grade,
    KnowledgeBase,
    LockIn,
    NoOrchestrator,
    Outcome,
    Price,
    Stay,
    Test,
)

NO_FIGURE: Final = "no figure"
"""Where no source gives one; never 0."""
CALLED: Final[Mapping[SheetKind, str]] = {
    "checklist": "checklist",
    "trials": "proof of concept",
}
"""What a sheet of each kind is called."""
GRADES: Final[Mapping[Grade, str]] = {
    Grade.A: "primary source",
    Grade.B: "dated copy",
    Grade.C: "third party",
    Grade.J: "judgement",
    Grade.U: "unknown",
}
"""What each grade of a source means."""
VERDICTS: Final[Mapping[Verdict | None, str]] = {
    None: "open",
    "pass": "pass",
    "partial": "partial",
    "fail": "failed",
    "not_applicable": "not applicable",
}
"""How a verdict reads; None: nobody has said anything."""
_BEST: Final = Fraction(5)
"""The highest score."""
_MOST_DIGITS: Final = 6
_SIGNIFICANT: Final = 3
"""How many digits of a sum are known well enough to be read."""
_CENTS: Final = 2
_EXACT_BELOW: Final = 100
"""Below it a price may have fractions of a cent."""
_FOR: Final = {"hour": "an hour", "month": "a month"}
_LOCK_IN = {
    "low": "Low.",
    "low_medium": "Low to medium.",
    "medium": "Medium.",
    "high": "High.",
    "not_in_source": "Not in the source.",
}


def listed(words: Sequence[str], last: str = "and") -> str:
    """'A', 'A and B', 'A, B and C'."""
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end


def capital(text: str) -> str:
    """The same as it stands at the beginning of a sentence: 'in 3 years' is 'In 3 years'."""
    return f"{text[:1].upper()}{text[1:]}"


def points(figure: Points) -> str:
    """Hundredths as they are read: 445 is '4.45'."""
    return f"{figure // 100}.{figure % 100:02d}"


def decimal(figure: Fraction) -> str:
    """At most two decimals: '3', '2.5', 'about 8.33' where there are more; never 0 for a little.

    Below 0.1 at most two digits that count: '0.005'.
    """
    places = 2
    while figure and abs(figure) * 10**places < 10:  # noqa: PLR2004  two digits
        places += 1
    rounded = round(figure, places)
    shown = f"{float(rounded):.{places}f}".rstrip("0").rstrip(".")
    return shown if rounded == figure else f"about {shown}"


def figures(means: Collection[Fraction]) -> Mapping[Fraction, str]:
    """Means of scores as they are read: with one decimal, or with as many as tell them apart.

    What is not 5 does not read as 5.
    """
    apart = {*means, _BEST}
    for digits in range(1, _MOST_DIGITS + 1):
        scale = 10**digits
        halves_up = {each: (2 * each * scale + 1) // 2 for each in apart}
        shown = {each: f"{number / scale:.{digits}f}" for each, number in halves_up.items()}
        if len(set(shown.values())) == len(apart):
            break
    return shown


def of_five(mean: Fraction) -> str:
    """'4.3 of 5'."""
    return f"{figures([mean])[mean]} of 5"


def people(number: int) -> str:
    """'1 person', '3 people'."""
    return "1 person" if number == 1 else f"{number} people"


def money(low: int, high: int) -> str:
    """US dollars, one figure or a range: '$450', '$500 to $2,000'."""
    return f"${low:,}" if low == high else f"${low:,} to ${high:,}"


def rounded(figure: Decimal) -> Decimal:
    """To three significant digits: 26,633 is 26,600."""
    if not figure:
        return Decimal(0)
    last = figure.adjusted() - _SIGNIFICANT + 1
    return figure.quantize(Decimal(1).scaleb(last), rounding=ROUND_HALF_UP)


def counted(figure: Decimal) -> str:
    """A number with all its digits and no more: '10,400', '4.5'."""
    shown = f"{figure:,f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def so_many(number: Decimal, what: str) -> str:
    """A number of a thing: '1 pipeline', '20 pipelines'."""
    return f"{counted(number)} {what}{'' if number == 1 else 's'}"


def exact(figure: Money) -> str:
    """An amount as it is, to the cent from a hundred on: '$5,400', '$0.0416', 'EUR 12,000.50'."""
    amount = figure.amount
    if amount >= _EXACT_BELOW:
        amount = amount.quantize(Decimal(1).scaleb(-_CENTS), rounding=ROUND_HALF_UP)
    whole, _, cents = counted(amount).partition(".")
    shown = f"{whole}.{cents.ljust(_CENTS, '0')}" if cents else whole
    return f"{_sign(figure.currency)}{shown}"


def price(found: Price) -> str:
    """What sums are made with: '$0.192 an hour', '$0.025 for 1,000', '$300 to $400 a month'.

    Empty where there is none.
    """
    if found.amount is None or found.per is None:
        return ""
    ends = [each for each in (found.amount, found.amount_high) if each is not None]
    amount = " to ".join(exact(Money(each, PRICED_IN)) for each in ends)
    each = f"for {found.uses:,}" if found.uses > 1 else "each"
    return f"{amount} {_FOR[found.per] if found.per != 'use' else each}"


def _sign(currency: str) -> str:
    return "$" if currency == PRICED_IN else f"{currency} "


def engineer_time(hundredths: int) -> str:
    """Hundredths of a full-time engineer: 25 is '0.25 of an engineer'."""
    return f"{decimal(Fraction(hundredths, 100))} of an engineer"


def name(kb: KnowledgeBase, alternative: AlternativeId) -> str:
    """The name of an alternative or a contender; the id of what the facts do not have any more."""
    return kb.described(alternative).name if is_described(kb, alternative) else alternative


def short_name(kb: KnowledgeBase, alternative: AlternativeId) -> str:
    """``name`` where there is little room."""
    return kb.described(alternative).short_name if is_described(kb, alternative) else alternative


def is_described(kb: KnowledgeBase, alternative: AlternativeId) -> bool:
    """Whether the facts have it, as they may not any more when it was evaluated long ago."""
    return alternative in kb.alternatives or alternative in kb.contenders


def criterion_name(kb: KnowledgeBase, criterion: CriterionId) -> str:
    """The name of a criterion; KeyError where there is none."""
    return {CriterionId(each.id): each.name for each in kb.criteria}[criterion]


def feature(found: Feature) -> str:
    """A cell of the feature table in both editions: 'Limited; today: task mapping at run time'."""
    if found.current is None:
        return found.lesson or ""
    if found.lesson is None:
        return found.current.text
    return f"{found.lesson}; today: {found.current.text}"


def lock_in(found: LockIn) -> str:
    """The verdict on how hard an alternative is to leave, in a sentence."""
    return _LOCK_IN[found.verdict]


def weights(found: Weights, kb: KnowledgeBase, by_hand: str = "set by hand") -> str:
    """Where the weights come from, in a sentence; ``by_hand`` says who has set them all."""
    if are_all_by_hand(found.weighing):
        heaviest = sorted(found.percents.items(), key=lambda each: -each[1])
        shown = [f"{criterion_name(kb, each)} {percent} %" for each, percent in heaviest if percent]
        return f"All weights are {by_hand}: {listed(shown)}."
    names = {each.id: each.name for each in kb.archetypes}
    kinds = [(names[kind], share) for kind, share in found.blend.items()]
    if not kinds:
        base = "All criteria weigh the same, since neither team size nor models are known"
    elif len(kinds) == 1:
        base = f"The weights are those of the archetype {kinds[0][0]}"
    else:
        base = f"The weights are a blend: {listed([f'{share} % {kind}' for kind, share in kinds])}"
    return "; ".join([base, *_wishes(found, kb)]) + "."


def _wishes(found: Weights, kb: KnowledgeBase) -> Iterator[str]:
    if found.weighing.stressed:
        stressed = [criterion_name(kb, each) for each in found.weighing.stressed]
        yield f"more weight on what was stressed, {listed(stressed)}"
    if found.weighing.by_hand:
        by_hand = [
            f"{criterion_name(kb, each)} {percent} %"
            for each, percent in found.weighing.by_hand.items()
        ]
        yield f"set by hand: {listed(by_hand)}"


def picked(pick: Pick, kb: KnowledgeBase) -> str:
    """A pick in a few words: 'Metaflow', 'stay with Airflow'."""
    taken = name(kb, pick.alternative) if pick.alternative else "what runs today"
    match pick.kind:
        case "stay":
            return f"stay with {taken}"
        case "no_orchestrator":
            return "no orchestrator yet"
        case "hybrid":
            return f"{taken}, with {name(kb, pick.beside)} beside it" if pick.beside else taken
        case "adopt":
            return taken
        case _:
            assert_never(pick.kind)


def outcome(found: Outcome, kb: KnowledgeBase) -> str:
    """What a node of the tree leads to, in a sentence; contenders only where they are ranked."""
    match found:
        case Adopt(alternative=alternative, beside=beside):
            second = f", with {name(kb, beside)} beside it" if beside is not None else ""
            return f"{name(kb, alternative)}{second}."
        case ByRanking(only=only, without=without):
            meant, barred = (
                [name(kb, each) for each in named if each in kb.alternatives]
                for named in (only, without)
            )
            among = f" between {listed(meant)}" if meant else ""
            never = f", never for {listed(barred, 'or')}" if barred else ""
            return f"The ranking decides{among}{never}."
        case Stay():
            return "Stay with what runs today."
        case NoOrchestrator():
            return "No orchestrator yet."
        case _:
            assert_never(found)


def condition(found: Condition, kb: KnowledgeBase) -> str:
    """A condition by the labels of its questions: 'Cloud is AWS, and Pipelines at least 20'."""
    every = [_test(each, kb) for each in found.all]
    some = [_test(each, kb) for each in found.any]
    either = [f"either {', or '.join(some)}" if len(some) > 1 else each for each in some[:1]]
    never = [f"not {_test(each, kb)}" for each in found.none]
    return ", and ".join([*every, *either, *never]) or "always"


def _test(test: Test, kb: KnowledgeBase) -> str:
    question = kb.question(test.slot)
    if isinstance(question, ChoiceQuestion) and test.is_ is not None:
        chosen = [option.label for option in question.options if option.id in test.is_]
        return f"{question.label} is {listed(chosen, 'or')}"
    least = [] if test.at_least is None else [f"at least {test.at_least}"]
    most = [] if test.less_than is None else [f"fewer than {test.less_than}"]
    return f"{question.label} {listed([*least, *most]) if least or most else 'is known'}"
