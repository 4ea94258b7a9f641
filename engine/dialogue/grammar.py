"""The small words of English that the rules of ``readings`` rest on. No word here tells a slot."""


def _set(said: str) -> frozenset[str]:
    return frozenset(said.split())


CORRECTIONS = _set("actually wait sorry rather correction mean meant scratch")
"""What follows replaces what was said before."""
FILLERS = CORRECTIONS | _set(
    "a about all an approximately are around at be between currently exactly fewer for got has have"
    " hello hi i im in is it its just know knows least less like maybe me more most moment nearly"
    " no now of ok okay only or over perhaps please possibly probably roughly say so some something"
    " still than thanks the then there they think to today total under up us was we well were weve"
    " would yes yet"
)
"""Words that may stand around a bare answer: "we are about 8, I think"."""
ABOUT_ANSWERS = FILLERS | _set(
    "and answer how know many much my number on one our question really this that what which"
)
"""Words that may stand around a "not sure"."""
DENIALS = _set(
    "no not non never without neither dont doesnt isnt arent wasnt wont cant cannot havent hasnt"
    " didnt avoid except unlike instead"
)
"""What follows in the clause is not so."""
LEAVING = _set("from off leaving left than")
"""What follows within a word is left behind: "moving off AWS", "from AWS to Azure"."""
CONNECTORS = _set("is are was of size count number currently now about around has roughly the")
"""Words that may stand between a label and its number: "team size is about 8"."""
NEVER_COUNTED = _set(
    "a all an and are at but by for from had has have in is my no not of on our per since"
    " than that the their then they this to was we were which who with without year month week day"
    " hour minute second dollar euro percent gpu cpu node server cluster machine company team know"
    " knows run runs use build train maintain work need want"
)
"""Words that cut a number off from a unit after it: "3 of our models", "5 month old models"."""
INTERJECTIONS = frozenset({("no",), ("nope",), ("yes",)})
"""An answer only where nothing else is said: "no, 8 engineers" is none."""
