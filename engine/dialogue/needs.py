"""How people say that they need something, would like it, or can do without.

They are told of what a question is about, which stands for ``{}``; and without it, they answer the
question that stands open. A question that has an option ``required`` asks so.
"""

from collections.abc import Mapping

from engine.dialogue.grammar import listed

REQUIRED = "required"
"""The option that something is needed; beside it stand ``nice`` and ``no``, or one of them."""


SAYS: Mapping[str, tuple[str, ...]] = {
    "required": listed(
        "{} is a must; {} is required; {} is essential; {} is mandatory; {} is critical; {}"
        " is crucial; {} is a hard requirement; {} is a requirement; {} is needed; {} is non"
        " negotiable; {} is a must have; {} is vital; {} is compulsory; {} is key; {} is a"
        " deal breaker; must have {}; we need {}; need {}; require {}; requires {}; we require"
        " {}; must be {}; cannot do without {}; cant do without {}; cannot live without {};"
        " cant live without {}; have to have {}; needs {}; insist on {}; {} required; {}"
        " mandatory; {} a must; {} must; {} yes; {} matters a lot; {} has to be there; demand"
        " {}; demands {}; auditors want {}; auditor wants {}; auditors ask for {}; auditors demand"
        " {}; audit wants {}; regulator wants {}; regulators want {}"
    ),
    "nice": listed(
        "{} would be nice; {} is nice to have; {} nice to have; {} is a nice to have; {} is a"
        " plus; {} is a bonus; {} would be good; {} would be great; {} would be a plus; {}"
        " would be helpful; {} would help; like to have {}; nice to have {}; {} is optional;"
        " {} is welcome; prefer {}; {} is desirable; {} nice; {} is good to have; {} would be"
        " a bonus"
    ),
    "no": listed(
        "{} does not matter; {} doesn't matter; {} is not needed; {} is not required; {} is"
        " not necessary; {} is not important; {} is not a must; {} isn't needed; {} isn't"
        " required; {} isn't necessary; {} isn't important; {} is unimportant; {} is"
        " irrelevant; no need for {}; don't need {}; do not need {}; don't care about {}; do"
        " not care about {}; don't require {}; do not require {}; no {} needed; no {}"
        " required; {} not needed; {} not required; can do without {}; can live without {};"
        " never needed {}; not need {}; {} is of no interest; {} is not an issue; don't want"
        " {}; {} is overkill"
    ),
}
"""What tells each option anywhere in a text."""
SAYS_WHEN_ASKED: Mapping[str, tuple[str, ...]] = {
    "required": listed(
        "a hard requirement; a must; absolutely required; always; auditors require it; by"
        " law; certainly a must; critical; crucial; definitely required; essential; hard"
        " requirement; important; it is a must; it is required; legally required; mandatory;"
        " must; must have; need it; needed; non negotiable; our auditors want it; regulator"
        " wants it; required; required by law; thats a must; very important; very much so; we"
        " do need it; we have to; we must; we need it; we need that"
    ),
    "nice": listed(
        "nice; nice to have; would be nice; would be cool; not a must but nice; nice but not"
        " a must; it would be nice; it would be nice to have; good to have; a plus; a bonus;"
        " it would be good; optional; preferably; preferred; not a must; it would help; would"
        " help; would be good; would be great; would be a plus; helpful; sort of; kind of;"
        " kinda; not essential; not critical; not strictly; would be handy; handy; id like it;"
        " wed like it; we would like it; desirable; it depends; it would be great; it would be"
        " a plus; itd be nice to have; itd be nice; itd be good; ideally; not a hard"
        " requirement"
    ),
    "no": listed(
        "not needed; not required; no need; not necessary; not important; no need for it; no"
        " need for that; we dont need it; we dont need that; dont need it; unimportant; not a"
        " requirement; not for us; irrelevant; we can do without; unnecessary; dont care; we"
        " dont care; never asked; nobody asks; nobody asked; nobody needs it; nobody needs"
        " that; not relevant; not so far; overkill"
    ),
}
"""What tells each option as the whole answer."""
