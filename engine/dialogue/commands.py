"""Texts that are a command and nothing else."""

from collections.abc import Mapping, Sequence
from typing import Literal

from engine.dialogue.grammar import set_of
from engine.dialogue.words import Quantity, Token, phrase, words

Command = Literal["restart", "cancel", "never_mind", "keep", "enough", "go_on", "agree"]
"""``never_mind`` and ``keep`` leave an answer as it is; nothing else to keep, the first cancels.
``enough``: no more questions. ``go_on``: ask me. ``agree``: that is right, thanks."""

_SAID: Mapping[Command, str] = {
    "restart": (
        "reset everything; reset all; restart; start over; start again; begin again; start"
        " afresh; start anew; reset; from the beginning; start from scratch; from scratch;"
        " start from the beginning; begin from scratch; clear everything; forget everything;"
        " wipe everything; do over; scratch all that; scratch everything; new start"
    ),
    "cancel": (
        "dont want to do this anymore; dont want to do this any more; dont want to do this;"
        " cancel; abort; quit; exit; stop; cancel everything; cancel all; end; close; drop it;"
        " call off; bye; dont want this any more; dont want this anymore; dont want to"
        " continue; goodbye; stop here; end here; end conversation; end session; cancel"
        " conversation; cancel request; stop everything; forget it; forget about"
    ),
    "never_mind": ("never mind; nevermind; nvm; no matter"),
    "keep": (
        "keep; keep that; leave; leave as is; keep as is; leave unchanged; dont change; no"
        " change; keep same; keep old one; keep as was; keep old; stay; dont touch"
    ),
    "enough": (
        "enough; enough questions; no more questions; no questions; no further questions;"
        " stop asking; stop asking questions; stop asking me; stop questions; stop with"
        " questions; tell; tell me; answer; good enough; enough already; that is all; that was"
        " all; thats all; all i know; all i have; skip rest; skip all; skip questions; skip"
        " remaining; skip remaining questions; skip to result; skip to answer; skip to"
        " recommendation; done; im done; am done; we are done; recommend; recommend something;"
        " decide; give result; give answer; give recommendation; show result; show answer;"
        " show recommendation; dont ask; dont ask more; dont ask more questions; quit asking;"
        " finish; finished; get to point; tell answer; tell result; answer already; too many"
        " questions; no more; nothing more; nothing else; enough for now; be done; wrap up;"
        " wrap it up; enough information; enough info; stop questioning; cut questions; result"
    ),
    "go_on": (
        "go on; go ahead; continue; resume; ask; ask me; ask away; next question; next"
        " questions; more questions; ask more; ask more questions; ask next; ask another;"
        " proceed; carry on; keep going; keep asking; go; next; next one; pick up where left"
        " off; keep going on; back to questions; back to question; where were we; another"
        " question; what else; what next; whats next; fire away; shoot; ask questions; ask"
        " rest; carry on asking; ready; ready to continue; move on; moving on; back; im back;"
        " am back"
    ),
    "agree": (
        "right; correct; exactly; thats right; that is right; thats correct; that is correct;"
        " true; looks right; looks good; looks correct; looks fine; looks great; looks ok;"
        " sounds good; sounds right; sounds great; all good; all correct; all right; alright;"
        " thanks; thx; ty; thank you; thanks lot; many thanks; thank you very much; thanks so"
        " much; cheers; perfect; great; good; nice; awesome; excellent; cool; fine; wonderful;"
        " lovely; lgtm; yes; yep; yeah; yup; ok; okay; k; sure; agreed; agree; i agree; makes"
        " sense; got it; understood; confirmed; confirm; spot on; good job; well done; much"
        " appreciated; appreciated; thats it; very good; very nice; works for me; good to"
        " know; noted; thats fine; thats great; thats perfect; thats good; you got it; you"
        " have it right; absolutely; indeed; helpful; very helpful; great thanks; interesting;"
        " super; brilliant; amazing"
    ),
}
_LONGEST = 12
"""Words of a command with what stands around it, at most."""
_AROUND = set_of(
    "nah nope please pls now just then hey hi hello you can could we lets let us want to"
    " would like well so the a for me it that thats this my your with oh hmm um here i id ill"
    " will have had give gimme got and yes yep yeah ok okay thanks thank cheers is was as very"
    " much really of bot orchestrator there already conversation"
)
"""Words that may stand around a command; what they leave is looked up again."""


def command_in(spoken: Sequence[Token]) -> Command | None:
    """The command that a text is, but for words around it; None where it says anything else."""
    if any(isinstance(token, Quantity) for token in spoken):
        return None
    said = words(spoken)
    return _one(said) or _chained(said)


def _one(said: tuple[str, ...]) -> Command | None:
    return _COMMANDS.get(said) or _BARE.get(_bare(said))


def _chained(said: tuple[str, ...]) -> Command | None:
    """Two commands that mean one thing: "start again from scratch", "never mind, leave it"."""
    if len(said) > _LONGEST:
        return None
    for at in range(1, len(said)):
        match _one(said[:at]), _one(said[at:]):
            case "never_mind", "keep":
                return "keep"
            case first, second if first is not None and first == second:
                return first
            case _:
                continue
    return None


def _bare(said: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in said if word not in _AROUND)


_COMMANDS: Mapping[tuple[str, ...], Command] = {
    phrase(each): command for command, said in _SAID.items() for each in said.split(";")
}
_BARE: Mapping[tuple[str, ...], Command] = {
    bare: command for said, command in reversed(list(_COMMANDS.items())) if (bare := _bare(said))
}
