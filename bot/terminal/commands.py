"""What the commands for people and programs do: read the arguments, ask the engine, print.

Raises:
    ArgumentError: Everywhere, where an argument cannot be used.
    CannotStartError: Everywhere, where the knowledge cannot be loaded.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import typer

from bot.failures import CannotStartError
from bot.pages import index
from bot.pages.comparison import compare_page
from bot.pages.migrations import migration_page
from bot.pages.ownership_page import ownership_in_short, ownership_page
from bot.terminal import arguments
from bot.terminal.cost_asked import asked, beside, more_of
from bot.terminal.cost_document import cost_document
from bot.terminal.documents import (
    comparison_document,
    migration_document,
    printed,
    recommendation_document,
)
from bot.terminal.failures import ArgumentError
from bot.terminal.recommendation import not_used, recommendation_page
from bot.terminal.report import report_of
from bot.terminal.screen import screen, show
from bot.terminal.staleness import staleness_page
from bot.terminal.summary import more, summary_page
from bot.terminal.team import team_of
from bot.terminal.words import sentence
from engine.advice import compare as comparing
from engine.advice import migrate as migrating
from engine.cost.analysis import analyse
from engine.cost.assumptions import NOTHING_ASSUMED, assumptions
from engine.cost.reckon import cost_of_ownership
from knowledge.loader import KnowledgeError, load
from knowledge.schema import AlternativeId, Edition, KnowledgeBase
from knowledge.stale import staleness


def recommend(
    text: str,
    *,
    sets: Iterable[str],
    stresses: Iterable[str],
    weights: Iterable[str],
    edition: str,
    with_contenders: bool,
    full: bool,
    as_json: bool,
) -> None:
    """Print a recommendation for a team: in short, ``full``, or as JSON, which is always full."""
    whose, kb = _ranked(edition, with_contenders=with_contenders)
    team = team_of(text, kb, sets=sets, stresses=stresses, weights=weights)
    report = report_of(team, kb, whose)
    if as_json:
        typer.echo(printed(recommendation_document(report)))
    elif full:
        show(recommendation_page(report), screen())
    else:
        show(summary_page(report), screen(), below=more(report))


def compare(
    first: str,
    second: str,
    text: str,
    *,
    sets: Iterable[str],
    stresses: Iterable[str],
    weights: Iterable[str],
    edition: str,
    as_json: bool,
) -> None:
    """Print two alternatives side by side, for a team."""
    whose, kb = arguments.edition_of(edition), _knowledge()
    one, other = (arguments.alternative_named(name, kb) for name in (first, second))
    if whose is Edition.LESSON:
        _check_in_lesson((one, other), kb)
    team = team_of(text, kb, sets=sets, stresses=stresses, weights=weights)
    try:
        found = comparing.compare(one, other, team.known, kb, whose, weighing=team.weighing)
    except ValueError as error:
        raise ArgumentError(sentence(str(error))) from None
    if as_json:
        typer.echo(printed(comparison_document(found, team, kb)))
    else:
        show(compare_page(found, kb), screen(), below=not_used(team))


def cost(
    text: str,
    *,
    of: Iterable[str],
    sets: Iterable[str],
    options: Mapping[str, str | None],
    edition: str,
    with_contenders: bool,
    full: bool,
    as_json: bool,
) -> None:
    """Print what alternatives would cost a team: in short, ``full``, or as JSON, always full."""
    whose, kb = _ranked(edition, with_contenders=with_contenders)
    wanted = asked(text, kb, of=of, sets=sets, options=options)
    if whose is Edition.LESSON:
        _check_in_lesson(wanted.alternatives, kb)
    rests_on = assumptions(wanted.known, kb, assumed=wanted.assumed, workspace=NOTHING_ASSUMED)
    found = cost_of_ownership(wanted.known, kb, rests_on, whose, alternatives=wanted.alternatives)
    analysis = analyse(found, wanted.known, kb)
    if as_json:
        typer.echo(printed(cost_document(wanted, found, analysis, kb)))
    elif full:
        show(
            ownership_page(found, analysis, kb, wanted.variants), screen(), below=beside(wanted, kb)
        )
    else:
        below = "\n".join(each for each in (beside(wanted, kb), more_of(found)) if each)
        show(ownership_in_short(found, analysis, kb, wanted.variants), screen(), below=below)


def migrate(from_: str, to: str, *, as_json: bool) -> None:
    """Print how to move from one alternative to another."""
    kb = _knowledge()
    start, end = (arguments.alternative_named(name, kb) for name in (from_, to))
    try:
        found = migrating.migrate(start, end, kb)
    except ValueError as error:
        raise ArgumentError(sentence(str(error))) from None
    if as_json:
        typer.echo(printed(migration_document(found, kb)))
    else:
        show(migration_page(found, kb), screen())


def explain(topic: str) -> None:
    """Print the page of a subject; without one, the list of all."""
    kb = _knowledge()
    if not topic.strip():
        show(index.contents(kb), screen())
        return
    found = index.find(topic, kb)
    if isinstance(found, tuple):
        raise ArgumentError(
            f"There is no subject {arguments.quoted(topic)}{arguments.meant(found)} "
            "'orchestrator explain' lists all of them."
        )
    show(index.page_of(found, kb), screen())


def stale(older_than: str, today: str | None) -> None:
    """Print the sources that are older than so many days, and those without a date."""
    days = arguments.days(older_than)
    # A day is all that is needed, and the one of the person who asks.
    at = arguments.day(today) if today else date.today()  # noqa: DTZ011
    show(staleness_page(staleness(_knowledge(), at, days), at, days), screen())


def _knowledge() -> KnowledgeBase:
    try:
        return load()
    except KnowledgeError as error:
        raise CannotStartError(
            f"The knowledge cannot be used, it has {len(error.problems)} problems: "
            "'orchestrator knowledge check' lists them."
        ) from None


def _ranked(edition: str, *, with_contenders: bool) -> tuple[Edition, KnowledgeBase]:
    """Whose figures, and the knowledge with the contenders where they are asked for."""
    whose, kb = arguments.edition_of(edition), _knowledge()
    if not with_contenders:
        return whose, kb
    if whose is Edition.LESSON:
        raise ArgumentError(
            "--include-contenders needs --edition current: the lesson rates none of them."
        )
    return whose, kb.with_contenders()


def _check_in_lesson(pair: Iterable[AlternativeId], kb: KnowledgeBase) -> None:
    for each in pair:
        if each not in kb.alternatives:
            raise ArgumentError(
                f"The lesson does not rate {kb.described(each).name}; leave out --edition lesson, "
                f"or name two of {', '.join(kb.alternatives)}."
            )
