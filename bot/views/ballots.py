"""What the group's weights come to: the winner, how far people agree, and who stands where."""

from collections.abc import Iterator, Sequence
from typing import Final, assert_never

from bot.actions import DropGroupWeights, OpenBallot, UseGroupWeights
from bot.pages.group_weights import against, among, do_count
from bot.pages.words import listed
from bot.views.ballot_words import (
    ALL,
    alone_picks,
    dispute,
    picked,
    points,
    result,
    so_many,
    weighers,
)
from bot.views.blocks import (
    Block,
    Element,
    Rendered,
    actions,
    button,
    context,
    header,
    plain,
    section,
    table,
)
from bot.views.confidence import confidence
from bot.views.recommendation import path_of
from bot.views.snapshot import Snapshot
from bot.views.weighting import weighting
from bot.views.words import name, standings
from engine.decision.model import Recommendation, Weighing
from engine.decision.recommend import recommend
from engine.dialogue.state import known_answers
from engine.evaluation.ballots import Group, Member, group
from knowledge.schema import CriterionId, KnowledgeBase

NOTHING_TO_USE: Final = (
    "Weights can count once there is a recommendation and somebody has weighed: press *Weigh* to "
    "begin."
)
"""For whoever wants the group's weights to count too early."""
_PAIR = 2
_DISPUTES = 3
_ELSEWHERE = 5


def ballots(snapshot: Snapshot, kb: KnowledgeBase) -> Rendered:
    """The group's weights and what they lead to; before a recommendation, who has weighed."""
    found, cast = snapshot.recommendation, snapshot.evaluated.ballots
    if snapshot.dialogue.status == "cancelled":
        line = "This decision was cancelled."
        return Rendered(text=line, blocks=[section(line)])
    if found is None or not cast:
        return _counted(snapshot)
    weighed = group(cast, found, known_answers(snapshot.dialogue), kb, snapshot.dialogue.edition)
    return _Weighed(snapshot, found, weighed, kb).message()


def _counted(snapshot: Snapshot) -> Rendered:
    """Nobody has weighed, or nothing can follow from it yet."""
    people = [each.person for each in snapshot.evaluated.ballots]
    counts = _that_count(snapshot)
    title = f"{so_many(len(people))} weighed"
    line = "Each weighs the criteria alone; the group's weights are the mean of all."
    if people:
        line = (
            f"Weighed by {weighers(people)}. What the weights of the group lead to follows with "
            "the recommendation, when the questions are answered."
        )
    return Rendered(
        text=" ".join([f"{title}. {line}", *counts]),
        blocks=[
            header(title),
            section(" ".join([line, *counts])),
            *_controls(snapshot, [_weigh(), *([_drop()] if counts else [])]),
        ],
    )


def _that_count(snapshot: Snapshot) -> list[str]:
    """Whose weights count, where the answers do not set them."""
    if not snapshot.dialogue.by_hand:
        return []
    is_own = snapshot.dialogue.by_hand_from == "team"
    whose = "that were set by hand" if is_own else "set for this workspace"
    return [f"Weights {whose} count in the decision."]


class _Weighed:
    """What the ballots come to beside a recommendation."""

    def __init__(
        self, snapshot: Snapshot, found: Recommendation, weighed: Group, kb: KnowledgeBase
    ) -> None:
        self._snapshot, self._found, self._weighed, self._kb = snapshot, found, weighed, kb
        self._by_hand = snapshot.dialogue.by_hand
        self._counts = do_count(weighed, self._by_hand)
        self._by_answers = found if not self._by_hand else self._recommended_by_answers()

    def _recommended_by_answers(self) -> Recommendation:
        """What is recommended with the weights that follow from the answers."""
        dialogue = self._snapshot.dialogue
        weighing = Weighing(stressed=dialogue.stressed)
        return recommend(known_answers(dialogue), self._kb, dialogue.edition, weighing)

    def message(self) -> Rendered:
        """The whole message."""
        members = self._weighed.members
        title = f"{so_many(len(members))} weighed: {result(self._weighed, self._kb)}"
        first = "\n".join([self._winner(), self._against(), *self._against_answers()])
        agreement = self._agreement()
        said = " ".join([f"{plain(title, 150)}.", first, agreement])
        return Rendered(
            text=said.replace("*", "").replace("\n", " "),
            blocks=[
                header(title),
                section(first),
                table(list(self._rows())),
                section("\n".join([agreement, *self._disputes()])),
                *([section("\n".join(alone))] if (alone := [*self._alone()]) else []),
                *_controls(self._snapshot, self._buttons()),
                context(self._small_print()),
            ],
        )

    def _winner(self) -> str:
        """What the group's weights lead to, with the first three; how the tree decides instead."""
        found, kb = self._weighed.recommendation, self._kb
        figures = standings(kb, found.ranking)
        if not found.by_ranking:
            ranking = f" In the ranking by the group's weights: {figures}." if figures else ""
            return f"{path_of(found, kb)} No weights change that.{ranking}"
        if found.is_default:
            return (
                "*By the group's weights alone*, since no answer that counts is known: "
                f"{picked(found, kb)}. {figures}."
            )
        return f"By the group's weights:\n{confidence(found, kb)}"

    def _against(self) -> str:
        """How that stands to the recommendation, and whose weights count in it."""
        if self._counts:
            return "*These weights count in the recommendation.*"
        now = f", which counts {self._whose()}," if self._by_hand else ""
        recommended = picked(self._found, self._kb)
        match against(self._found, self._weighed):
            case "same":
                return f"The recommendation{now} is the same: *{recommended}*."
            case "shared":
                theirs, ours = among(self._found), among(self._weighed.recommendation)
                both = listed([name(self._kb, each) for each in ours if each in theirs])
                shared = f"not the same, but both have {both} among the first"
                return f"The recommendation{now} is *{recommended}*: {shared}."
            case "other":
                return f"The recommendation{now} is another: *{recommended}*."
            case unknown:
                assert_never(unknown)

    def _whose(self) -> str:
        """The weights that count in the recommendation and are not the group's."""
        is_own = self._snapshot.dialogue.by_hand_from == "team"
        return "other weights that were set by hand" if is_own else "weights set for this workspace"

    def _against_answers(self) -> Iterator[str]:
        """What it would be without any weights set by hand."""
        if self._by_hand and self._weighed.recommendation.by_ranking:
            would = picked(self._by_answers, self._kb)
            too = " too" if would == picked(self._found, self._kb) else ""
            yield f"By the weights of your answers it would be *{would}*{too}."

    def _agreement(self) -> str:
        """How far people agree; nothing is claimed of one person."""
        shared = self._weighed.agreement
        if shared is None:
            return "How far you agree shows once a second person has weighed."
        if shared == ALL:
            return "*Agreement*: All of you weigh alike: you share all 100 points."
        between = "The" if len(self._weighed.members) == _PAIR else "On average"
        two = f"{between} two of you share"
        return f"*Agreement*: {two} {points(shared)} of 100 points."

    def _disputes(self) -> Iterator[str]:
        """The criterion that people disagree on most, or all that tie."""
        disputes = self._weighed.disputes
        if not disputes:
            return
        shown = [dispute(each, self._kb) for each in disputes[:_DISPUTES]]
        if len(disputes) == 1:
            yield f"*You disagree most on* {shown[0]}."
            return
        yield f"*You disagree most on* {len(disputes)} criteria alike:"
        yield from (f"• {each}" for each in shown)
        if more := len(disputes) - len(shown):
            yield f"• and {more} more"

    def _alone(self) -> Iterator[str]:
        """Whose weights alone would lead elsewhere; nothing where no weights decide."""
        members = self._weighed.members
        if len(members) < _PAIR or not self._weighed.recommendation.by_ranking:
            return
        elsewhere: dict[str, list[Member]] = {}
        for each in members:
            if each.changes_the_pick:
                elsewhere.setdefault(alone_picks(each, self._kb), []).append(each)
        if not elsewhere:
            yield "*Alone* Nobody's own weights would lead to another pick than the recommendation."
            return
        yield "*Alone* The weights of some by themselves would lead elsewhere:"
        for would, those in [*elsewhere.items()][:_ELSEWHERE]:
            yield f"• {would} by {weighers([each.person for each in those])}"
        if more := sum(map(len, [*elsewhere.values()][_ELSEWHERE:])):
            yield f"• and to other picks by {more} more"

    def _rows(self) -> Iterator[list[str]]:
        """Each criterion with its weights, the heaviest first."""
        several, other = len(self._weighed.members) > 1, self._by_hand and not self._counts
        weights, answers = self._weighed.weights, self._by_answers.weights.percents
        now = self._found.weights.percents
        yield [
            "Criterion",
            "Group",
            "Your answers",
            *(["Counts now"] if other else []),
            *(["Lowest to highest"] if several else []),
        ]
        for each in sorted(self._kb.criteria, key=lambda each: -weights[CriterionId(each.id)]):
            key = CriterionId(each.id)
            yield [
                each.short_name,
                f"{weights[key]} %",
                f"{answers[key]} %",
                *([f"{now[key]} %"] if other else []),
                *([self._range(key)] if several else []),
            ]

    def _range(self, criterion: CriterionId) -> str:
        given = [each.weights.get(criterion, 0) for each in self._snapshot.evaluated.ballots]
        low, high = min(given), max(given)
        return f"{low} %" if low == high else f"{low} to {high} %"

    def _buttons(self) -> list[Element]:
        use = button("Use the group's weights", UseGroupWeights())
        return [
            _weigh(),
            *([] if self._counts else [use]),
            *([_drop()] if self._by_hand else []),
        ]

    def _small_print(self) -> str:
        people = weighers([each.person for each in self._weighed.members])
        mean = "The group's weights are the mean of all, in whole percents."
        answers = weighting(self._by_answers.weights, self._kb)
        return f"Weighed by {people}. {mean}\n*Your answers* {answers}"


def _controls(snapshot: Snapshot, buttons: Sequence[Element]) -> list[Block]:
    """The buttons, or why there are none."""
    if snapshot.dialogue.status == "decided":
        line = "The decision is closed, so nobody weighs any more."
        return [context(f"{line} *Reopen* under its record lets it go on.")]
    return [actions(buttons, block_id=snapshot.block_id("ballots"))]


def _weigh() -> Element:
    return button("Weigh", OpenBallot())


def _drop() -> Element:
    return button("Back to the weights of your answers", DropGroupWeights())
