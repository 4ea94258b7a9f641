"""The small words of English that the rules of reading rest on. No word here tells a slot."""


def _set(said: str) -> frozenset[str]:
    return frozenset(said.split())


CORRECTIONS = _set("actually wait sorry rather correction mean meant scratch")
"""What follows replaces what was said before."""
FILLERS = CORRECTIONS | _set(
    "a about all already an approximately are around at be between currently either exactly"
    " fewer for got has have hello here hi i im in is it its just know knows least less like"
    " maybe me moment more most nearly no now of ok okay only or over perhaps please possibly"
    " probably roughly say so some something still than thanks the then there they think though"
    " to today total under up us was we well were weve whatsoever would yes yet"
)
"""Words that may stand around a number or an answer: "we are about 8, I think"."""
ABOUT_ANSWERS = FILLERS | _set(
    "and answer how if know many much my number on one our question really this that what whether"
    " which"
)
"""Words that may stand around a "not sure"."""
DENIALS = _set(
    "no not non never without neither dont doesnt isnt arent wasnt wont cant cannot havent hasnt"
    " didnt avoid except unlike instead zero"
)
"""What follows in the clause is not so."""
AROUND_ANSWERS = FILLERS - DENIALS - {"less"} | {"on", "run", "running", "use", "using"}
"""Words that may stand around an option's word; "no good" and "less good" are not "good"."""
EXCEPTED = _set("any anything anywhere everything everywhere all")
"""A "but" after one of these denies: "anything but AWS"."""
LEAVING = _set("from off leaving left than")
"""What follows within a word is left behind: "moving off AWS", "from AWS to Azure"."""
MOVING = _set(
    "move moves moved moving migrate migrates migrated migrating switch switched switching"
)
"""What follows a "to" after these is where it goes: "on AWS today but moving to Azure"."""
SUPPOSING = _set("why if whether once unless suppose supposing assuming")
"""What follows in the clause is asked or supposed, not said."""
ASKING = _set("should shall can could would do does did")
"""The same, where they open the clause or stand before a person: "should we use Airflow"."""
BEFORE_ASKING = _set("and but hello hi maybe ok okay or perhaps please so then well")
"""Words that may stand before the word that opens a question."""
PERSONS = _set("i you we they it one")
CONNECTORS = _set("is are was of size count number currently now about around has roughly the")
"""Words that may stand between a label and its number: "team size is about 8"."""
GROUPS = _set("team company startup shop group organisation organization org squad department crew")
"""What is as large as the people in it: "an 8 person company"."""
FUNCTION_WORDS = _set(
    "a all an and are at but by for from had has have in is my no not of on our per since"
    " than that the their then they this to was we were which who with without know"
    " knows run runs running use build train maintain work working need want"
)
LINKING = _set("is are was were be do does did will would the our my most")
"""Words that may stand between a topic and what is said of it: "dynamic pipelines are not"."""
TOPIC_AFTER = _set(
    "priority priorities prioritise prioritize stress about any few fewer less hardly barely rarely"
)
"""What follows is only spoken of, not said to be there: "we care about dynamic pipelines"."""
TOPIC_BEFORE = GROUPS | _set(
    "no not never isnt arent wasnt dont doesnt wont matter matters important less least"
)
"""The same before one of these: "dynamic pipelines matter most", "a highly dynamic startup"."""
NEVER_COUNTED = (
    FUNCTION_WORDS
    | GROUPS
    | _set(
        "year month week day hour minute second dollar euro percent gpu cpu node server cluster"
        " machine"
    )
)
"""Words that cut a number off from a unit after it: "3 of our models", "5 month old models"."""
AFTER_UNIT = FUNCTION_WORDS | GROUPS | FILLERS
"""Words that may follow a unit in the singular; any other is what is counted: "5 dev clusters"."""
CHANGES = _set("more additional extra further other")
"""A number before one of these is a change, no total: "5 more engineers"."""
NO_TOTAL_AFTER = _set(
    "not without never another used hire hiring hired recruit recruiting add adding"
    " each every per teams groups squads"
)
"""A number after one of these is no total: "hire 5 engineers", "each team has 8 engineers"."""
OTHERS_AFTER = _set("for serve serves serving reach reaching")
"""People after one of these, or before one of the next, are others: "serving 200 people"."""
OTHERS_BEFORE = _set("use uses rely depend")
PART_BEFORE = _set("know knows knew understand understands can could per each")
"""A number of those who do one of these tells a part: "2 of us know it", "8 engineers per team"."""
RESTATING = FILLERS - {"only", "just"} | {"and"}
"""Words that may stand around a number that replaces an answer: "we are 9 engineers now"."""
INTERJECTIONS = frozenset({("no",), ("nope",), ("yes",)})
"""An answer only where nothing else is said: "no, 8 engineers" is none."""
