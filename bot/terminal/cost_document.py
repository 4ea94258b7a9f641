"""A cost of ownership as JSON: exact amounts as strings with two decimals, and their currency.

What has no figure is null. The same arguments give the same bytes.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from bot.pages.ownership import item_line
from bot.terminal.cost_asked import Asked
from bot.terminal.documents import Document, cited, sources
from engine.cost.analysis import CostAnalysis
from engine.cost.assumptions import Assumptions, Name
from engine.cost.model import BreakEven, CostOfOwnership, Item, Swing, Unfit, VariantCost
from engine.cost.money import Money, MoneyRange
from knowledge.schema import Claim, KnowledgeBase, SourceId

_CENTS: Final = Decimal("0.01")


def cost_document(
    asked: Asked, found: CostOfOwnership, analysis: CostAnalysis | None, kb: KnowledgeBase
) -> Document:
    """Everything that ``cost`` says."""
    document: Document = {
        "answers": dict(asked.known),
        "alternatives": list(asked.alternatives),
        "not_used": list(asked.unread),
        "edition": found.edition.value,
        "assumptions": _assumptions(found.assumptions, kb),
        "extrapolated": list(found.beyond),
        "scaled_down": list(found.below),
        "variants": [_variant(each, found, kb) for each in found.variants],
        "looked_at": analysis.of if analysis else None,
        "swings": [_swing(each) for each in analysis.swings] if analysis else [],
        "break_evens": (
            [_break_even(each, found) for each in analysis.break_evens] if analysis else []
        ),
        "left_out": _claims(kb.costs.left_out),
    }
    return document | {"sources": sources(cited(document), kb)}


def _assumptions(assumed: Assumptions, kb: KnowledgeBase) -> Document:
    values: dict[Name, Document] = {
        "engineer_cost": _money(assumed.engineer_cost),
        "engineers": {"value": _plain(assumed.engineers)},
        "pipelines": {"value": _plain(assumed.pipelines)},
        "runs_per_week": {"value": _plain(assumed.runs_per_week)},
        "steps_per_run": {"value": _plain(assumed.steps_per_run)},
        "engineer_hours": {"value": _plain(assumed.engineer_hours)},
        "years": {"value": str(assumed.years)},
        "currency": {"value": assumed.currency, "per_dollar": _plain(assumed.per_dollar)},
    }
    stated: Document = {
        name: {**value, "origin": assumed.origins[name], **_default(name, assumed, kb)}
        for name, value in values.items()
    }
    return {**stated, "runs_are": {"value": assumed.runs_are}}


def _default(name: Name, assumed: Assumptions, kb: KnowledgeBase) -> Document:
    """The source of a value that nobody said, where it has one."""
    defaults, workload = kb.costs.defaults, kb.costs.workload
    by: dict[Name, SourceId] = {
        "engineer_cost": defaults.engineer_cost.source,
        "engineers": workload.source,
        "pipelines": workload.source,
        "runs_per_week": workload.source,
        "steps_per_run": defaults.steps_per_run.source,
        "years": defaults.years.source,
    }
    return {"source": by[name]} if assumed.origins[name] == "default" and name in by else {}


def _variant(cost: VariantCost, found: CostOfOwnership, kb: KnowledgeBase) -> Document:
    variant = cost.variant
    return {
        "variant": variant.id,
        "alternative": variant.alternative,
        "name": variant.name,
        "runs": variant.runs,
        "infrastructure": _range(cost.infrastructure),
        "people": _range(cost.people),
        "year": _range(cost.year),
        "once": _range(cost.once),
        "total": _range(cost.total),
        "grade": cost.weakest.value,
        "engineer_time": variant.engineer.kind if variant.engineer else None,
        "priced_on_another_cloud": cost.priced_on,
        "without": variant.without,
        "items": [_item(each, found, kb) for each in cost.items],
        "not_counted": [each.id for each in cost.not_counted],
        "unfit": [_unfit(each) for each in cost.unfit],
        "cautions": _claims(variant.cautions),
    }


def _item(item: Item, found: CostOfOwnership, kb: KnowledgeBase) -> Document:
    return {
        "item": item.id,
        "name": item.name,
        "kind": item.kind,
        "driver": item.driver,
        "optional": item.optional,
        "amount": _range(item.amount),
        "made": item_line(item, found, kb).text,
        "price": item.price.id if item.price else None,
        "cited": [{"source": each} for each in item.sources],
    }


def _unfit(unfit: Unfit) -> Document:
    return {"kind": unfit.kind, "because": unfit.because, "source": unfit.source}


def _swing(swing: Swing) -> Document:
    ends = {"low": swing.low, "base": swing.base, "high": swing.high}
    amounts = {name: _cents(each.amount) for name, each in ends.items()}
    return {"of": swing.of, **amounts, "currency": swing.base.currency}


def _break_even(break_even: BreakEven, found: CostOfOwnership) -> Document:
    money = break_even.of == "engineer_cost"
    ends = {"low": break_even.low, "high": break_even.high}
    currency = {"currency": found.assumptions.engineer_cost.currency} if money else {}
    return {
        "of": break_even.of,
        "first": break_even.first,
        "second": break_even.second,
        **{name: None if each is None else _cents(each) for name, each in ends.items()},
        **currency,
        "is_same_work": break_even.is_same_work,
    }


def _claims(claims: Sequence[Claim]) -> list[Document]:
    return [{"text": each.text, "source": each.source} for each in claims]


def _money(money: Money) -> Document:
    return {"value": _cents(money.amount), "currency": money.currency}


def _range(figure: MoneyRange | None) -> Document | None:
    if figure is None:
        return None
    return {
        "low": _cents(figure.low.amount),
        "high": _cents(figure.high.amount),
        "currency": figure.currency,
    }


def _cents(amount: Decimal) -> str:
    return f"{amount.quantize(_CENTS, rounding=ROUND_HALF_UP):f}"


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
