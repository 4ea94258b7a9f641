"""The small words of English that the rules of reading rest on. No word here tells a slot."""


def set_of(said: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(said.split())


def listed(said: str) -> tuple[str, ...]:
    """The runs of words between semicolons."""
    return tuple(each.strip() for each in said.split(";"))


RESTATES = frozenset({("it", "is"), ("its", "more"), ("more", "like"), ("its", "only")})
"""A clause that opens with one of these and gives a number alone corrects: "more like 8"."""
CORRECTIONS = set_of(
    "fix miscounted misread recounted mistake actually wait sorry rather correction mean"
    " meant scratch oops typo"
)
"""What follows replaces what was said before."""
FILLERS = CORRECTIONS | set_of(
    "tbh lol honestly just btw roundabout believe round fwiw anywhere far take a about all"
    " already altogether am an approx approximately are around at ballpark be between ca circa"
    " close currently either er estimate exactly fewer for give got guess has have hello here"
    " hey hi hmm i id in is ish it its know knows least less like maybe me moment more most"
    " near nearly no now of oh ah well ok okay only or over overall perhaps please possibly"
    " pretty probably right roughly say so some something somewhere still than thanks the then"
    " there theres they think though to today total um under up us was we were weve whatsoever"
    " would yeah yep yes yet usually typically normally generally"
)
"""Words that may stand around a number or an answer: "we are about 8, I think"."""
ABOUT_ANSWERS = FILLERS | set_of(
    "can could may please and answer how if know many much my number on one our question"
    " really this that what whether which will need going do does yet you tell about exactly"
    " anything either lets let us id honestly frankly prefer it hmm well there"
)
"""Words that may stand around a "not sure"."""
DENIALS = set_of(
    "no not non never without neither nor dont doesnt isnt arent wasnt wont cant cannot"
    " havent hasnt didnt aint avoid avoiding except unlike instead zero nobody"
)
"""What follows in the clause is not so."""
AROUND_ANSWERS = FILLERS - DENIALS - {"less"} | {
    "on",
    "run",
    "running",
    "use",
    "using",
    "one",
    "really",
    "very",
    "quite",
    "fairly",
}
"""Words that may stand around an option's word; "no good" and "less good" are not "good"."""
USING = set_of(
    "run runs running ran use uses using used on in under by with have has via through is are its"
    " stuck schedule scheduled schedules orchestrate orchestrated still today currently of"
)
"""What is named after one of these is there: "the tool is airflow", "a pile of cron jobs"."""
BEFORE_NAMES = (FILLERS - {"like", "take", "give"}) | set_of(
    "a an the our my just only plain good old new sadly unfortunately mostly mainly really very"
    " quite both some several few many self hosted managed legacy ancient existing vanilla"
)
"""Words that may stand before a name that opens a clause."""
EXCEPTED = set_of("any anything anywhere everything everywhere all")
"""A "but" after one of these denies: "anything but AWS"."""
LEAVING = set_of(
    "ex from off leaving left than versus vs forget dropped dropping ditched ditching scrapped rid"
    " abandoned"
)
"""What follows within a word is left behind: "moving off AWS", "from AWS to Azure"."""
LEFT = frozenset({"dropped", "ditched", "scrapped", "abandoned", "left"})
"""What "we" did with "it" in a clause of its own takes back what was named before."""
AFTER_RETRACTING = set_of("just only its it we")
"""After a "no" that opens a clause these tell that it takes something back: "no just aws"."""
MOVING = set_of(
    "move moves moved moving migrate migrates migrated migrating switch switched switching"
)
"""What follows a "to" after these is where it goes: "on AWS today but moving to Azure"."""
SUPPOSING = set_of(
    "suggested suggests proposed proposes mentioned mentions mention recommended recommends"
    " insists why if whether once unless suppose supposing assuming imagine might may could"
    " would considering consider considered evaluating evaluated exploring thinking wondering"
    " wonder hope hoping wish heard hate hated love loved read saw watched visited met"
    " interviewed bought ordered eventually someday"
)
"""What follows in the clause is asked, supposed, weighed or told of, not said."""
ESTIMATING = set_of("say guess estimate be call")
"""After a "would" these tell an estimate: "I would say 8"."""
ASKING = set_of("should shall can could would do does did")
"""The same, where they open the clause or stand before a person: "should we use Airflow"."""
OPEN_QUESTIONS = set_of("what whats how who whos when where which any is are was will has have")
"""A clause that opens with one of these and ends in a question mark asks."""
WONDERING = set_of("what whats how who whos when where")
"""A clause that opens with one of these asks, whatever ends it."""
STATING = set_of("but however now currently today though although nowadays meanwhile")
"""What follows is said again, after what was or might have been."""
GROUPS = set_of(
    "team company startup shop group organisation organization org squad department crew"
)
"""What is as large as the people in it: "an 8 person company"."""
PAST_ALONE = set_of("formerly previously originally ago")
"""What was: all that stands with one of these."""
OUR_SUBJECTS = GROUPS | set_of(
    "stuff workloads jobs code services apps training inference things everyone we i us"
    " me you there it this that which who each nobody none no not engineering one someone"
    " everything all and or k8s kubernetes pipelines models data ml production"
)
"""Words with which a clause tells of the team, or of nobody."""
FAILURES = set_of("disaster nightmare mess failure fiasco catastrophe horror pain")
"""What "was" one of these is over: "we tried it and it was a disaster"."""
PAST_PHRASES = frozenset(
    tuple(each.split())
    for each in listed(
        "used to; back in; next door; last year; last month; last quarter; last week; last job; "
        "last company; last employer; previous job; previous company; previous employer; "
        "previous team; previous startup; old job; old company; former employer; former company; "
        "back then; back when; the past; no longer; other team; other teams; other department; "
        "other departments; another team; another company; different team; sister team; "
        "other company; we were; i was; she was; he was; years back; former team; old team; "
        "last startup; last team; we ran; all hands; happy hour"
    )
)
"""Runs of words that tell of another time or of others."""
OTHERS = set_of(
    "users user readers audience investors clients they their theirs he she his her client"
    " customer customers competitor competitors friend friends brother sister wife husband"
    " boss cousin neighbour neighbor employer vendor vendors partner partners marketing sales"
    " finance hr legal parent netflix google uber amazon microsoft meta facebook spotify"
    " airbnb apple"
)
"""Who is spoken of instead of the team, where one of these leads a clause."""
LEADING = set_of(
    "a an and but the our my your one of other another most many some all these those this"
    " that their his her so big biggest main last previous former because since ok well"
)
"""Words that may stand before one of them."""
JUDGING = set_of(
    "is are was were has had looks look seems seem feels costs cost charges sucks raised"
    " announced went goes got gives would might may could should offers can keeps makes does"
    " wants scares scare needs sounds"
)
"""What stands before one of these is spoken of, unless what follows tells of the team."""
OF_TEAM = set_of(
    "our ours us we my what where it everything there required mandatory set decided home"
)
"""Words that tell of the team: "AWS is our cloud"."""
NEWS = set_of(
    "re reinvent invent certification certificate certificates credits credit partner voucher"
    " vouchers hoodie badge outage outages bill conference summit stock news rep reps pricing"
    " prices docs documentation tutorial tutorials course courses blog webinar meetup tshirt"
    " shirt shirts marketing invoice keynote salesperson ad ads exam training books book"
    " recruiter job jobs costs blue sky colour color"
)
"""What stands before one of these is spoken of: "an AWS outage"."""
BEFORE_ASKING = set_of("and but hello hi maybe ok okay or perhaps please so then well")
"""Words that may stand before the word that opens a question."""
PERSONS = set_of("i you we they it one")
CONNECTORS = set_of(
    "is are was of size count number currently now about around has roughly the to becomes at"
    " should be its actually only just"
)
"""Words that may stand between a label and its number: "team size is about 8"."""
FUNCTION_WORDS = set_of(
    "a all an and are at but by for from had has have in is my no not of on our per since"
    " than that the their then they this to was we were which who with without know knows run"
    " runs running use build train maintain work working need want"
)
LINKING = set_of("is are was were be do does did will would the our my most")
"""Words that may stand between a topic and what is said of it: "dynamic pipelines are not"."""
TOPIC_AFTER = set_of(
    "priority priorities prioritise prioritize stress about any few fewer less hardly barely rarely"
)
"""What follows is only spoken of, not said to be there: "we care about dynamic pipelines"."""
TOPIC_BEFORE = GROUPS | set_of(
    "no not never isnt arent wasnt dont doesnt wont matter matters important less least"
)
"""The same before one of these: "dynamic pipelines matter most", "a highly dynamic startup"."""
NEVER_COUNTED = (
    FUNCTION_WORDS
    | GROUPS
    | set_of(
        "year month week day hour minute second dollar euro percent gpu cpu node server cluster"
        " machine"
    )
)
"""Words that cut a number off from a unit after it: "3 of our models", "5 month old models"."""
AFTER_UNIT = FUNCTION_WORDS | GROUPS | FILLERS
"""Words that may follow a unit in the singular; any other is what is counted: "5 dev clusters"."""
CHANGES = set_of("more additional extra further other")
"""A number before one of these is a change, no total: "5 more engineers"."""
NO_TOTAL_AFTER = set_of(
    "released announced published downloaded tried tested compared benchmarked not without"
    " never another used hire hiring hired recruit recruiting add adding each every per teams"
    " groups squads interviewed fired lost sold fire train room floor gate version chapter"
    " page step ticket issue slide"
)
"""A number after one of these is no total: "hire 5 engineers", "each team has 8 engineers"."""
OTHERS_AFTER = set_of(
    "support supports supporting help helps teach teaching trained for serve serves serving"
    " reach reaching"
)
"""People after one of these, or before one of the next, are others: "serving 200 people"."""
OTHERS_BEFORE = set_of("use uses rely depend")
PART_BEFORE = set_of(
    "know knows knew understand understands can could per each left quit leaving joined"
    " joining sick away came come attended showed signed visited watched applied complained"
    " voted asked liked invited registered responded died retired"
)
"""A number of those who do one of these tells a part: "2 of us know it", "8 engineers per team"."""
RESTATING = FILLERS - {"only", "just"} | {"and"} | set_of("counted checked forgot mention")
"""Words that may stand around a number that replaces an answer: "we are 9 engineers now"."""
TOTALS = set_of("total altogether overall combined")
"""A number in a clause with one of these is all of them."""
PEOPLE = frozenset(
    {"people", "person", "persons", "ppl", "folks", "fte", "ftes", "of us", "heads", "humans"}
    | {"team member", "team members", "members", "member"}
)
"""Units that count people of any kind."""
STAGES = set_of(
    "live production prod deployed dev development staging test testing planned experimental"
    " progress works pipeline research notebook notebooks prototype prototypes poc pocs built"
    " training experiments trained coming"
)
"""Where a model stands on its way."""
BEING_BUILT = STAGES - {"live", "production", "prod", "deployed", "pipeline"} | {"pipeline"}
"""Of these, those that are not in production yet."""
TEAMS = set_of("teams squads pods groups crews")
SEEKING = set_of("hiring hire recruit recruiting seeking lacking want wants wanted need needs")
"""Who is sought is not there: "hiring a kubernetes expert"."""
ARTICLES = set_of("a an another some more")
"""Words before somebody who is sought."""
HEDGES = set_of("maybe perhaps possibly")
"""An option after one of these is only thought of; a number is an estimate."""
ONLY = set_of("only just")
"""What a number of people after one of these know, the others do not."""
COMPANIES = set_of("company firm organisation organization org corporation corp enterprise")
"""How many people these have tells no team, where a team is told too."""
DECLARING = set_of("have are got run maintain operate serve number manage own has")
"""A "we" and one of these before a number tell all of it: "we run 22 models"."""
HAVING = set_of("has have had can could do does did is who")
"""Of us who do one of these are a part: "one of us has used it"."""
CONDITIONS = set_of("if unless suppose supposing assuming once imagine")
POLITE = set_of("helps help matters useful counts you remember mistaken correctly wrong")
"""An "if" with one of these is no condition: "if it helps, we are 8"."""
RETRACTIONS = frozenset(
    {
        ("perhaps", "not"),
        ("maybe", "not"),
        ("or", "not"),
        ("or", "maybe", "not"),
        ("possibly", "not"),
    }
)
"""What was said before one of these was not said."""
ELSEWHERE = set_of(
    "meeting call channel thread conference audience town world line room office sales"
    " marketing finance hr legal support accounting operations logistics"
)
"""People in one of these are others."""
TELLING = set_of(
    "policy standard rule mandate strategy default preference cloud provider platform infra"
    " infrastructure hosting stack setup answer choice environment host vendor it its that"
    " which where production prod everything all company team we this home orchestrator"
    " scheduler skill knowledge level are is use on in to"
)
"""What may be an option: "our cloud is AWS"; "the sky is azure" tells of no cloud."""
OWN_PARTS = set_of("whole entire ml data core full ds science machine learning ai our my")
"""Words for a team that is ours: "the whole team"."""
OPENING_CHANGE = set_of("make change set reset update")
"""A clause that opens with one of these corrects."""
CHANGING = set_of("make change set reset update put correct switch should as that lets let")
"""Words that may stand before a value that replaces another: "make it 12"."""
SOFT = set_of(
    "tiny wee really very quite pretty fairly absolutely definitely currently already still"
    " also here truly simply strictly totally completely basically rather somewhat extremely"
    " super a an the our any real much ever"
)
"""Words that may stand within a run of words of the vocabulary and change nothing."""
YES = listed(
    "yes; yep; yeah; yup; ya; sure; correct; right; indeed; absolutely; definitely; of"
    " course; true; we do; they do; it does; it is; they are; yes we do; yes they do; yes"
    " it does; affirmative; yes definitely; certainly"
)
"""What says yes to an open question."""
NO = listed(
    "no; nope; nah; not really; never; false; we dont; they dont; it doesnt; not at all;"
    " not yet; no we dont; no they dont; absolutely not; definitely not; of course not; no"
    " way; it isnt; they arent; we are not; negative; no its not"
)
"""What says no to it."""
EMPTY = (
    FILLERS
    | FUNCTION_WORDS
    | DENIALS
    | CONNECTORS
    | set_of(
        "thank thx cheers good morning afternoon evening everyone team greetings dear folks yup"
        " bye lol great cool nice perfect also too very much really you your bot he she these"
        " those hope helps that s if or so as by do does did would can could"
    )
)
"""Words that say nothing by themselves."""
INTERJECTIONS = frozenset(
    {("no",), ("nope",), ("yes",), ("right",), ("yeah",), ("yep",), ("sure",)}
)
"""An answer only where nothing else is said: "no, 8 engineers" is none."""


def is_plural(word: str) -> bool:
    """Whether a noun, as far as its end tells, names several."""
    return word.endswith("s") and not word.endswith(("ss", "ops"))
