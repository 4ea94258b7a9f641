"""The root message of a decision: what is known so far, or the answer in short."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from bot.actions import (
    Cancel,
    Change,
    Cost,
    Delete,
    DropGroupWeights,
    OpenBallot,
    OpenDecide,
    OpenForm,
    PickChange,
    PickChecklist,
    PickCompare,
    Reasons,
    Restart,
    Sureness,
    encode,
)
from bot.pages.words import listed
from bot.views.blocks import (
    Block,
    Element,
    Rendered,
    actions,
    button,
    confirmation,
    context,
    fields,
    header,
    option,
    plain,
    section,
    static_select,
)
from bot.views.cautions import known_of_the_pick
from bot.views.confidence import confidence
from bot.views.decided import DELETE, decided_root, deleted_root
from bot.views.lesson import changes, edition, published
from bot.views.recommendation import cited, headline, why, why_not
from bot.views.results import found_by_the_team
from bot.views.snapshot import Snapshot
from bot.views.turning import could_change
from bot.views.weighting import weighting
from bot.views.words import (
    base_questions,
    channel,
    criterion_name,
    known_phrases,
    mention,
    shown_questions,
    value,
)
from engine.decision.model import Recommendation
from engine.dialogue.state import open_base_slots
from knowledge.schema import NO_ORCHESTRATOR, AlternativeId, KnowledgeBase, Question, SlotId

TITLE = "Choosing an orchestrator"
_FIELDS_A_SECTION = 10
_PHRASES_SHOWN = 7


def root(snapshot: Snapshot, kb: KnowledgeBase) -> Rendered:
    """The message that stands for the whole decision; it is updated in place."""
    if snapshot.deleted_by is not None:
        return deleted_root(snapshot)
    match snapshot.dialogue.status, snapshot.recommendation:
        case "cancelled", _:
            return _cancelled(snapshot)
        case "decided", _:
            return decided_root(snapshot, kb)
        case "concluded", Recommendation() as recommendation:
            return _concluded(snapshot, recommendation, kb)
        case _:
            return _gathering(snapshot, kb)


def _gathering(snapshot: Snapshot, kb: KnowledgeBase) -> Rendered:
    asked = base_questions(kb)
    answered = sum(SlotId(question.id) in snapshot.dialogue.answers for question in asked)
    progress = f"{answered} of {len(asked)} answered"
    asking = snapshot.dialogue.asking
    changing = (
        f" · changing {plain(kb.question(asking).label, 30)}"
        if asking is not None and asking in snapshot.dialogue.answers
        else ""
    )
    stressed = [criterion_name(kb, each) for each in snapshot.dialogue.stressed]
    shown = shown_questions(kb, snapshot.dialogue)
    return Rendered(
        text=f"{TITLE}: {progress}.",
        blocks=[
            header(TITLE),
            context(
                f"started by {mention(snapshot.opened_by)} · {progress}{changing}"
                + (f" · stressed: {listed(stressed)}" if stressed else "")
            ),
            *(
                fields([_field(snapshot, each) for each in shown[at : at + _FIELDS_A_SECTION]])
                for at in range(0, len(shown), _FIELDS_A_SECTION)
            ),
            *_found(snapshot, kb),
            actions(
                [
                    *_ask_me(snapshot, kb),
                    button("Fill in a form", OpenForm()),
                    *_change_menu(snapshot, kb),
                    button("Cancel", Cancel(), confirm=_CANCEL),
                ],
                block_id=snapshot.block_id("actions"),
            ),
            *_moved(snapshot),
        ],
    )


def _field(snapshot: Snapshot, question: Question) -> str:
    answer = snapshot.dialogue.answers.get(SlotId(question.id))
    return f"*{plain(question.label, 30)}*\n{'?' if answer is None else value(question, answer)}"


def _concluded(snapshot: Snapshot, recommendation: Recommendation, kb: KnowledgeBase) -> Rendered:
    title = headline(recommendation, kb)
    setting = _setting(snapshot, kb)
    sure = confidence(recommendation, kb)
    reasons = [
        why(recommendation, kb),
        why_not(recommendation, kb),
        known_of_the_pick(snapshot.dialogue, recommendation, kb),
    ]
    small_print = [
        weighting(recommendation.weights, kb, snapshot.dialogue.by_hand_from),
        changes(recommendation, kb),
        published(recommendation, kb),
        cited(recommendation, kb),
        edition(recommendation, kb),
    ]
    return Rendered(
        text=" ".join([f"{plain(title, 150)}.", *setting, sure]).replace("*", ""),
        blocks=[
            header(title),
            section("\n".join([*setting, sure])),
            section("\n".join(filter(None, reasons))),
            *_found(snapshot, kb),
            *could_change(snapshot, recommendation, kb),
            *_asked(snapshot, kb),
            actions(
                [
                    button("Why", Reasons()),
                    button("How sure", Sureness()),
                    button("Cost", Cost()),
                    *_compare_menu(recommendation, kb),
                ],
                block_id=snapshot.block_id("actions"),
            ),
            actions(
                [
                    _checklist_menu(snapshot, recommendation, kb),
                    button("Weigh together", OpenBallot()),
                    button("Decide", OpenDecide()),
                ],
                block_id=snapshot.block_id(f"deciding{len(_begun(snapshot))}"),
            ),
            actions(
                [
                    *_change_menu(snapshot, kb, recommendation.open_slots),
                    button("Edit in a form", OpenForm()),
                    *_answers_weigh(snapshot),
                    button("Start again", Restart(), confirm=_RESTART),
                    button("Delete", Delete(), confirm=DELETE),
                ],
                block_id=snapshot.block_id("editing"),
            ),
            context("\n".join(filter(None, small_print))),
            *_moved(snapshot),
        ],
    )


def _found(snapshot: Snapshot, kb: KnowledgeBase) -> list[Block]:
    """What the team's own tests say beside the matrix."""
    found = found_by_the_team(snapshot, kb)
    return [section(found)] if found else []


def _setting(snapshot: Snapshot, kb: KnowledgeBase) -> list[str]:
    """For whom the answer is; nothing where nothing is known."""
    known = known_phrases(kb, snapshot.dialogue)
    more = len(known) - _PHRASES_SHOWN
    if more > 1:
        known = [*known[:_PHRASES_SHOWN], f"{more} more answers (*Why* lists them)"]
    return [f"For {listed(known)}."] if known else []


def _asked(snapshot: Snapshot, kb: KnowledgeBase) -> list[Block]:
    """What stands open in the thread while the answer stands."""
    dialogue = snapshot.dialogue
    if dialogue.asking is None:
        return []
    label = plain(kb.question(dialogue.asking).label, 30)
    if dialogue.asking in dialogue.answers:
        return [context(f"Asked in the thread: {label}, to be changed; until then this stands")]
    return [context(f"Asked in the thread: {label}")]


def _cancelled(snapshot: Snapshot) -> Rendered:
    return Rendered(
        text=f"{TITLE}: cancelled.",
        blocks=[
            header(TITLE),
            section("Cancelled."),
            actions(
                [button("Start again", Restart()), button("Delete", Delete(), confirm=DELETE)],
                block_id=snapshot.block_id("actions"),
            ),
        ],
    )


def _change_menu(
    snapshot: Snapshot, kb: KnowledgeBase, missing: Sequence[SlotId] = ()
) -> list[Element]:
    """A menu of the answers, and of questions not asked yet whose answers count as well."""
    answers = snapshot.dialogue.answers
    options = [option(each.label, each.id) for each in kb.questions if each.id in answers]
    added = [option(f"Add: {kb.question(slot).label}", slot) for slot in missing]
    offered = [*options, *(each for each in added if each["value"] not in answers)]
    label = "Change or add an answer" if added else "Change an answer"
    return [static_select(label, encode(PickChange()), offered)] if offered else []


def _ask_me(snapshot: Snapshot, kb: KnowledgeBase) -> list[Element]:
    """A way to the questions where nobody is asked yet: there was only a checklist."""
    if snapshot.dialogue.asking is not None:
        return []
    slot = next(open_base_slots(snapshot.dialogue, kb), None)
    return [] if slot is None else [button("Ask me", Change(slot), style="primary")]


def _answers_weigh(snapshot: Snapshot) -> list[Element]:
    """A way back from weights that are set by hand, whoever has set them."""
    by_hand = snapshot.dialogue.by_hand
    return [button("Weights of our answers", DropGroupWeights())] if by_hand else []


def _checklist_menu(
    snapshot: Snapshot, recommendation: Recommendation, kb: KnowledgeBase
) -> Element:
    """A menu of the candidates: what is advised first, then what is ranked, then all others."""
    best = (recommendation.alternative, *recommendation.close, *recommendation.runners_up)
    ranked = (each.alternative for each in recommendation.ranking)
    every = dict.fromkeys((*best, *ranked, *kb.alternatives, *kb.contenders))
    begun = _begun(snapshot)
    offered = [
        option(kb.described(each).name, each, mark=" (begun)" if each in begun else "")
        for each in every
        if each is not None and each != NO_ORCHESTRATOR
    ]
    return static_select("Start a checklist", encode(PickChecklist()), offered)


def _begun(snapshot: Snapshot) -> AbstractSet[AlternativeId]:
    """The candidates with a checklist."""
    return {each.candidate for each in snapshot.evaluated.sheets if each.kind == "checklist"}


def _compare_menu(recommendation: Recommendation, kb: KnowledgeBase) -> list[Element]:
    """A menu of what the pick can be put beside: the best of the others first."""
    pick = recommendation.alternative
    if pick is None:
        return []
    ranked = (each.alternative for each in recommendation.ranking)
    others = dict.fromkeys((*recommendation.runners_up, *ranked, *kb.alternatives))
    offered = [option(kb.described(each).name, each) for each in others if each != pick]
    return [static_select("Compare with", encode(PickCompare()), offered)] if offered else []


def _moved(snapshot: Snapshot) -> list[Block]:
    if snapshot.moved_from is None:
        return []
    return [
        context(
            f"I may not post in {channel(snapshot.moved_from)}, so we go on here. "
            "To have me there, type `/invite` and my name in that channel."
        )
    ]


_CANCEL = confirmation(
    "Cancel this decision?",
    "No recommendation will come of it. You can start again later.",
    yes="Cancel the decision",
    no="Go on",
)
_RESTART = confirmation(
    "Start again?",
    "Every answer of this decision is dropped, and the recommendation with it.",
    yes="Start again",
    no="Keep the answers",
)
