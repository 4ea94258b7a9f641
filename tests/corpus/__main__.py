"""`python -m tests.corpus [PART]...`: how well these parts, or all, are understood; each miss."""

import sys
from collections.abc import Iterator

from knowledge.loader import load
from knowledge.schema import KnowledgeBase
from tests.corpus.hearing import hear
from tests.corpus.measures import Said, Score, is_exact, is_granted, score
from tests.corpus.utterances import PARTS, part

ROW = "{:<26} {:>6} {:>8} {:>8} {:>6} {:>6} {:>12}"


def report(name: str, kb: KnowledgeBase) -> Iterator[str]:
    """A line for each file of a part and for all of it, then each miss."""
    files = {
        file: tuple((utterance, hear(utterance, kb)) for utterance in utterances)
        for file, utterances in part(name).items()
    }
    if not files:
        yield f"{name}: nothing is written yet"
        return
    every = tuple(said for file in files.values() for said in file)
    yield ROW.format(name, "texts", "goal", "slot F1", "false", "stray", "requests")
    for file, said in files.items():
        yield row(file, score(said))
    yield row("all", score(every))
    for file, said in files.items():
        for each in said:
            yield from miss(file, each)


def row(name: str, found: Score) -> str:
    """The measures of one file, or of all; a dash where nothing is to be filled or asked."""
    has_goals, has_requests = bool(found.right + found.missed), bool(found.asked)
    return ROW.format(
        name,
        found.utterances,
        f"{found.joint_goal_accuracy:.3f}",
        f"{found.slot_f1:.3f}" if has_goals else "-",
        found.false_fills,
        found.stray_fills,
        f"{found.granted}/{found.asked}" if has_requests else "-",
    )


def miss(file: str, said: Said) -> Iterator[str]:
    """What was wanted and what was heard, where that differs."""
    wanted, heard = said
    place = f"{file}: {wanted.text!r}" + (f" (asking {wanted.asking})" if wanted.asking else "")
    if not is_exact(*said):
        unclear = () if wanted.unclear is None else sorted(wanted.unclear)
        yield place
        yield f"    wanted {dict(wanted.goal)} spans {dict(wanted.spans or {})} unclear {unclear}"
        yield f"    heard  {heard.filled} spans {heard.spans} refused {sorted(heard.refused)}"
    if not is_granted(*said):
        yield place
        yield f"    wanted {wanted.asks or wanted.command} {dict(wanted.asks_for) or ''}".rstrip()
        requests = [request.model_dump(mode="json") for request in heard.requests]
        yield f"    heard  {requests or heard.command}"


def main(names: list[str]) -> int:
    """Print the parts that are asked for, or all; 2 where one is not a part."""
    unknown = sorted(set(names) - set(PARTS))
    if unknown:
        print(f"No such part: {', '.join(unknown)}. Parts: {', '.join(PARTS)}.", file=sys.stderr)  # noqa: T201 - what it is for
        return 2
    kb = load()
    for name in names or PARTS:
        print("\n".join(report(name, kb)))  # noqa: T201 - what it is for
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
