"""The message of a proof of concept: the tests to run on a candidate, their tasks and scores."""

from bot.actions import OpenScores
from bot.pages import words
from bot.pages.tried import scorers, tally
from bot.pages.words import listed, of_five, people
from bot.views.blocks import Block, Rendered, button, context, header, plain, section
from bot.views.sheet import controls, items, totals
from bot.views.snapshot import Snapshot
from bot.views.sources import citation
from bot.views.words import mention, name
from engine.evaluation.items import category_of
from engine.evaluation.model import CategoryId, Sheet, TrialId
from engine.evaluation.progress import progress, progress_in
from engine.evaluation.results import CandidateResult, results
from knowledge.schema import KnowledgeBase, Trial

_NAMED = 10
"""Most people who are named."""


def trials(snapshot: Snapshot, sheet: Sheet, kb: KnowledgeBase) -> Rendered:
    """The message: each test with what to do, its tasks and its score; then the rule.

    What each test asks stands in the form that scores it, and in its tasks.
    """
    found = results(snapshot.evaluated, kb).candidates
    result = next(each for each in found if each.candidate == sheet.candidate)
    score = _overall(result, kb)
    counted = progress(sheet, kb)
    rule = kb.evaluation.verdict
    scored_by = _scored_by(snapshot, sheet)
    return Rendered(
        text=f"Proof of concept, {name(kb, sheet.candidate)}: {score}. Tasks: {tally(counted)}.",
        blocks=[
            header(f"Proof of concept: {words.name(kb, sheet.candidate)}"),
            section(f"*Score*: {score}.\n*Tasks*: {tally(counted)}."),
            *(
                block
                for trial in kb.evaluation.proof_of_concept
                for block in _trial(snapshot, sheet, trial, result, kb)
            ),
            context("\n".join([f"{totals(counted)}.", *([scored_by] if scored_by else [])])),
            *controls(snapshot, sheet, kb, [button("Score", OpenScores(), style="primary")]),
            context(f"{plain(rule.text, 500)} Source: {citation(kb.source(rule.source))}"),
        ],
    )


def _overall(result: CandidateResult, kb: KnowledgeBase) -> str:
    every = len(kb.evaluation.proof_of_concept)
    if result.mean is not None:
        return f"{of_five(result.mean)} over all {every} tests, {scorers(result)}"
    if result.means:
        return f"{len(result.means)} of {every} tests scored; it counts once all are"
    return f"none of the {every} tests is scored"


def _trial(
    snapshot: Snapshot, sheet: Sheet, trial: Trial, result: CandidateResult, kb: KnowledgeBase
) -> list[Block]:
    id_ = TrialId(trial.id)
    by = sum(
        (each.candidate, each.trial) == (sheet.candidate, id_) for each in snapshot.evaluated.scores
    )
    score = f"{of_five(result.means[id_])}, {people(by)}" if id_ in result.means else "not scored"
    category = category_of(sheet.kind, CategoryId(trial.id), kb)
    title = f"*{plain(trial.name, 75)}* · {score} · {tally(progress_in(category, sheet))}"
    return [section(f"{title}\n{plain(trial.do, 300)}"), items(snapshot, sheet, category)]


def _scored_by(snapshot: Snapshot, sheet: Sheet) -> str:
    """Who has scored the candidate; '' where nobody has."""
    scores = snapshot.evaluated.scores
    found = dict.fromkeys(each.person for each in scores if each.candidate == sheet.candidate)
    named = [mention(each) for each in [*found][:_NAMED]]
    more = [f"{len(found) - _NAMED} more"] if len(found) > _NAMED else []
    return f"Scored by {listed([*named, *more])}." if named else ""
