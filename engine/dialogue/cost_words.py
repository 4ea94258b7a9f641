"""Words of a question of cost."""

import re
from typing import Final

from engine.dialogue.words import phrase

PRICE: Final = (
    r"(?:total costs? of ownership|costs?|prices?|priced|pricing|tco|roi|return on investment|fees?"
    r"|cheapest|least expensive|break-? ?even|line items)"
)
DEAR: Final = r"(?:pay|paying|expensive|costly|pricey|pricier|cheap|cheaper|afford|affordable)"
COST: Final = re.compile(rf"\b(?:{PRICE}|{DEAR})\b")
HEAD: Final = frozenset(
    phrase(
        "what which who where when how much many is are was were be being been would should can"
        " could do does did will going compare compared comparing difference between side vs versus"
        " show give get tell list see me us i we you they one of the a an it for and or in to at"
        " with over per if than from rough quick total overall full annual yearly monthly running"
        " year years month run runs use using operate move moving migrate migrating switch"
        " switching self host hosted hosting managed cost costs price prices priced pricing tco fee"
        " fees pay paying expensive costly pricey pricier cheap cheaper cheapest affordable more"
        " less best most least estimate calculate compute breakdown comparison analysis overview"
        " calculation table figures option options tool tools alternative alternatives orchestrator"
        " orchestrators choice way please now actually really roughly approximately about come end"
        " up all break even stay staying keep keeping remain remaining roi return on investment"
        " afford redo recalculate recompute rerun repeat update again off away line items your our"
    )
)
"""Words of the question itself."""
IT: Final = frozenset(
    phrase("it this that they those these them everything all each ownership both us")
)
