"""The forms in which people ask, as patterns over what ``sentences`` makes of a text.

A pattern matches all that was said. ``of`` is what it is asked of, and is looked into afterwards.
"""

import re
from collections.abc import Mapping
from typing import Final, Literal

Form = Literal[
    "trust",
    "help",
    "outgrown",
    "still_right",
    "what_is_meant",
    "what_if",
    "suppose",
    "compare",
    "against",
    "either",
    "what_for",
    "why",
    "cost",
    "how_about",
    "speaks_against",
    "where_are_we",
    "recommend",
    "would_it_if",
    "if_so",
    "about",
    "how_to",
    "which",
    "alone",
]

_ASK = (
    r"(?:tell|explain|compare|define|describe|show|remind|repeat|summari[sz]e|recap|list|help me)"
)
_LEAD = re.compile(
    rf"""(?:(?:
      hey|hi|hello|hiya|yo|ok|okay|so|well|and|but|or|also|then|please|pls|thanks|thank\ you|hm+
    | uh|um+|oh|ah|wait|actually|just|sorry|btw|by\ the\ way|out\ of\ curiosity|curious
    | (?:quick|one|another|a)\ (?:more\ |last\ |other\ )?question|one\ (?:more|last|other)\ thing
    | i\ wonder|i\ (?:am|was)\ wondering
    | (?:i|we)\ (?:would\ like|would\ love|want|need)\ to\ (?:know|understand|ask|see)
    | (?:can|could|would|will)\ (?:you|u|we|i|someone)(?:\ please|\ maybe)?(?=\ {_ASK}\b)
    | (?:(?:do\ you\ know|let\ me\ know|help\ me\ understand|remind\ (?:me|us)(?:\ again)?
        |(?:tell|show|explain\ to|explain)\ (?:me|us)|any\ idea)
        (?=\ (?:what|why|how|if|which|where|who|when)\b))
    )[\s,:]+)+""",
    re.VERBOSE,
)
_TAIL = re.compile(
    r"(?:[\s,]+(?:please|pls|thanks|thank you|(?<!what )then|though|exactly|anyway|btw|by the way"
    r"|actually|here|for me|to me|again))+$"
)
_JOINED = re.compile(r"(?:and|or|but)\b")
_SLIPS: Final[Mapping[str, str]] = {
    slip: head
    for head, slips in {
        "compare": "comapre compre comparre compair campare",
        "explain": "explian expain explane explan",
        "suppose": "supose suposse",
        "imagine": "imagin immagine",
        "outgrown": "outgrwn outgron",
        "how": "hwo",
        "why": "wy whyy",
    }.items()
    for slip in slips.split()
}

_PARTS: Final[Mapping[str, str]] = {
    "of": "(?P<of>.*)",
    "some": "(?P<of>.+)",
    "we": "(we|i|they|you|one|people|teams?|our team|the team)",
    "this": "(this|that|it|all this)( one| question)?",
    "bot": "(you|it|this|this bot|this app|the bot)",
    "noun": "(orchestrator|tool|alternative|option|choice|one|fit|platform|solution|pick|answer)",
    "if": "(if|when we|once we|in case|assuming|supposing|suppose)",
    "leave": (
        "(leav(e|ing)|mov(e|ing) (off|away from|on from)|get(ting)? (off|rid of)|replace|ditch"
        "|drop|migrat(e|ing) (off|away from)|switch(ing)? (away )?from|stay (on|with)|keep( using)?"
        "|stick (to|with))"
    ),
    "when": "(if|when|once|with|on|in case|at|for)",
    "may": "(should|shall|could|can|cant|couldnt|shouldnt|may|would|do|dont)",
    "take": ("(use|take|pick|choose|go (with|for)|adopt|try|recommend|suggest|consider|deploy)"),
    "choose": (
        "(choos(e|ing)|pick(ing)?|select(ing)?|find(ing)?|decid(e|ing)( on)?|recommend|suggest)"
    ),
    "guide": "(help|advise|assist|guide)",
    "any": "( (a|an|the|some|our|new|good|better|right|best|ml|pipeline|workflow))*",
    "fit": "( (orchestrator|tool|option|choice|one|fit|platform))?( (for|with|on) .*)?",
    "with": "(with|of|about|in|to)",
    "claim": (
        "((the|your|these|those|this|that|all|of)( |$))*(you|it|this|that|these|those|all|numbers?"
        "|figures?|ratings?|scores?|weights?|advice|recommendations?|data|facts?|results?|sources?"
        "|answers?|knowledge|information|verdict|pick|bot|app)"
    ),
    "sure": (
        "(sure|certain|confident|true|accurate|reliable|trustworthy|objective|neutral|unbiased"
        "|biased|independent|impartial|up to date|current|recent|valid|outdated|old)"
    ),
    "maker": (
        "(pays?|paid|is paying|funds?|funded|sponsors?|sponsored|owns?|owned|made|makes|built"
        "|builds|wrote|writes|created|develops|developed|maintains|is behind|runs)"
    ),
    "ai": "(ai|llm|language model|chatgpt|gpt|robot|human|machine|person)",
    "yet": "( so far| yet| already| now| again)?",
    "shown": "(question|answers|status|summary|recommendation|state)",
    "cost": (
        "(costs?|price[ds]?|pricing|tco|roi|return on investment|fees?|cheapest|least expensive"
        "|break-? ?even)"
    ),
    "costing": (
        "(the|a|an|our|rough|quick|total|overall|full|annual|yearly|monthly|running|expected|over|in|for|next"
        "|[0-9]+[ -]?(years?|yrs?|y)|(one|two|three|four|five|six|seven|eight|nine|ten)[ -]years?)"
    ),
    "reckon": (
        "(show|tell|give|list|get|estimate|calculate|redo|recalculate|recompute|rerun|repeat|update)"
    ),
    "dear": (
        "(pay|paying|expensive|costly|pricey|pricier|cheap|cheaper|afford|affordable|free"
        "|open source)"
    ),
    "right": (
        "(good|better|best|right|ok|okay|fit|fits|match|suitable|enough|works?|option|choice|pick"
        "|worth|overkill|wrong)"
    ),
}
"""What several forms have in common."""

_FORMS: Final[Mapping[Form, str]] = {
    "trust": r"""
        why (should|would|must|do) (i|we|anyone|one) (trust|believe|listen to|rely on)\b.*
        (can|could|do|should|may|shall) (i|we|one) (really )?(trust|believe|rely on) <claim>( .*)?
        who <maker>( for)? (you|this|it|the bot|this bot|the app|this app)( .*)?
        how (do|can|could|would) you (really )?know( (that|this|so|it|all this))?
        how <sure> (are|is) <claim>( .*)?
        (are|is) <claim> (still |really |even |actually |all |so |very |100 )*<sure>( .*)?
        says who|who says( so| that| this)?|according to (who|whom|what)
        where (does|do|did|is|are) <claim> (come|coming|taken) from
        where do you (get|take|have) <claim> from
        what (is|are) <claim> based on|what (does|do) <claim> (rest|rely) on|based on what
        do you (use|have|run)( an| a)? <ai>|are you( an| a)? <ai>
        is there( an| a)? <ai> (in|behind) (you|it|this|that)
        do you (get|receive|take|earn|make) (paid|money|commissions?)\b.*
        are you (being )?(paid|sponsored|funded)\b.*
    """,
    "help": r"""
        (i |we )?(need |want )?(some )?help( me| us)?( out)?
        can you help( me| us)?( out)?|commands|menu|usage|instructions|(who|what) are you
        what (can|do|does) <bot>( actually)? do( for (me|us))?
        what (can|could|do) you help( me| us)?( with)?
        what (can|could|may) (i|we) (ask|do|say|type)( you| with you)?
        how (do|does) (<bot>|all this)( all)? works?
        how (do|can|should) (i|we|one) (use|talk to|ask) <bot>
        how (do|can|should) (i|we) (start|begin|get started)
        what is this( bot| app| thing)( about| for)?
    """,
    "outgrown": r"""
        (have|has|had|did|do|does|are|is) (<we> )?(already |finally )?outgr[eo]w(n|ing)?\b<of>
        (when|how) (do|did|have|would|can|will) <we> .*\boutgr[eo]wn?\b<of>
        outgr[eo]wn?\b<of>
        (is it|is this|are we at the) (time|point) (for us )?to <leave> <of>
    """,
    "still_right": r"""
        (is|does|do|are|can|will|would) <of> still (be )?(the |a )?(<right>|fine|serve|scale)\b.*
        (is|are) (it|we) too (big|large|small) for <of>
        (should|cant|can|could|must|do) <we> (need to |have to )?<leave> <of>
    """,
    "what_is_meant": r"""
        what (do you mean|is meant)( (by|with) <of>)?
        i (do not|dont|didnt) (understand|get)( what)? <some>( is| are| means?)?
        i (do not|dont) (really )?know what <some> (is|are|means?)
        (can|could|would) you give (me|us) an example|give (me|us) an example|(an )?example|per what
        what would be an example( answer)?|is (that|this) (per|including|with|without) .+
        (do|must|should) (i|we) (have|need) to (answer|know|say|tell)\b.*
        what (does|did|do) <this> mean|what is <this>( supposed to mean)?|meaning
        (what|who|which)( \w+)? (counts?|is counted|are counted|is included)\b.*
        (do|does|should|shall) .+ (count|be counted|be included)( .*)?
        (do|should|shall) <we> (count|include) .+|does <this> include .+
        i (do not|dont|didnt) (understand|get)( (the|this|that|your|it))?( question)?
        like what|such as( what)?|for example|(can|could) you (rephrase|clarify)( .*)?
        (what|which) (options|choices|answers)( (are there|do (i|we) have|are possible))?
        what are (my|the|our) (options|choices|possible answers)
        what (can|should|do|shall) (i|we) (say|answer|choose|enter|put)
    """,
    "what_if": r"""
        (what|how about|what about) ?if\b<of>
        what (would |will |could )?(happens?|changes?)( (to|for) .+?)? <when>\b<of>
        what (would|will|could) (it |the (answer|pick|result) )?be( different)? <when>\b<of>
    """,
    "suppose": r"""
        (suppose|supposed|supposing|imagine|imagining|assume|assuming|pretend|say)( that)?\b<of>
        lets (suppose|imagine|assume|say|pretend)( that)?\b<of>
    """,
    "compare": r"""
        (compare|comparing|contrast|comparison( of| between)?|diff)\b<of>
        (i|we) (would (like|love)|want|need|wish|have|(am|are) trying) to (compare|contrast)\b<of>
        (lets|help (me|us)( to)?) (compare|contrast)\b<of>
        (what (is|are) )?(the )?(main |key |real |big )?(differences?|diff)( between| of)?\b<of>
    """,
    "against": r"""
        (?P<of>.+ (vs|versus|v|vs\.|compared (to|with|against)) .+)
        how (do|does|is|are|would) (?P<of>.+ (compare|differ|different|stack up|fare)\b.*)
        (is|are|would) (?P<of>.+ \w+ than .+)
        (how|can|could|should|shall|is it|what)\b(?P<of>.* from .+ to .+)
        migrat(e|ion|ing) (?P<of>from .+ to .+)
        <some> comparison
    """,
    "either": "(?P<of>.+ or .+)",
    "what_for": r"""
        what for|for what( reason)?|what is <this> (for|about|good for)|how come\b.*
        (how|why) is <this> (relevant|important|needed)
        does <this> (really |even )?matter|is <this> (really )?(important|relevant)
        what difference does <this> make|what (do|did|would) you (need|want|use) .+ for
        what (has|does|do) .+ to do with .+|what is the (point|reason|relevance)\b.*
    """,
    "why": r"why\b<of>",
    "cost": r"""
        (what|which|who|how|is|are|does|do|will|would|can|could)\b.*\b(<cost>|<dear>)\b.*
        (where is|when (is|do|does|would|will))\b.*\b(<cost>|<dear>)\b.*
        at (what|which)\b.*\b(<cost>|<dear>)\b.*
        how much (is|are|for|does|do|would|will|to (run|use|operate|move|migrate|switch))\b.*
        (<reckon>( me| us)? )?(<costing> )*<cost>\b.*
        ((show|tell|give|list|get)( me| us)? )?(the |all |your |our )*(cost )?line items
        .+? <cost>
    """,
    "how_about": r"""
        (what|how) about <of>
        what do you (think|make|say) (about|of|to) <of>
    """,
    "speaks_against": r"""
        what (is|are) (the |so )?(wrong|bad|good|great|special|problems?|issues?)( <with>)? <of>
        is there (anything |something )?(wrong|bad) <with> <of>
        what (is|are) the (catch|downsides?|drawbacks?|disadvantages?|cons)( with| of| to)? <of>
        what (speaks|do you have|is there|have you got) against <of>
        (is there |what )?(any |a |the )?(reasons?|arguments?) (against|not to use|to avoid) <of>
        (is there|what is) (any |a |the )?reason why <of>
        (how|where) (does|do|did|is) <of> (score|rank|rate|do|come out|end up)\b.*
        how (good|bad|suitable|right) (is|are|would) <of>
        <may> <we> (just |simply |also |not |better |rather )*<take> <of>
        (is|isnt|was|would|wouldnt|does|doesnt|will|could) <of>\b<right>\b.*
        (?P<of>.+) instead
    """,
    "where_are_we": r"""
        (where|how far) (are|were|am|was) (we|i)( now| at)?|status( update)?|summary|recap
        (summari[sz]e|recap)\b.*|(our|the|current) (status|answers|state|summary)
        where (we|i|things) (are|were|stand)|where do (we|i|things) stand( now)?
        what is (the|our) (status|state)\b.*|what was (that|it)
        what (do|did) you (know|have|remember|note)( (about|of|on|from) (us|me|our team))?<yet>
        what (have|did) you (noted?|got|understood|kept|learn(ed|t)|wr(ite|itten) down)\b.*
        what (have|did) (we|i|you|they|anyone) (say|said|tell|told|answer(ed)?|enter(ed)?)\b.*
        what (have|did) (we|i|you) (ask(ed)?|recommend(ed)?|suggest(ed)?|advised?|given?|gave)\b.*
        what (is|are|was|were|did) (our|my)\b.*|who (said|answered|wrote)\b.*
        what (is|was|are|were) (the|your)( current)? (questions?|advice|answers?)<yet>
        what (is|was) (the|your)( current)? (recommendation|verdict|pick|result)<yet>
        (repeat|show|list|give)( me| us| all| the| our| my| your| that)* <shown><yet>|repeat that
        what (is next|next|now|is (still )?(missing|left|open)|else do you need)|now what
        what (is|are) (the|our|my) next steps?
        what (should|shall|do|can|must|could) (i|we) do( (now|next|first|then|today|on)\b.*)?
        what (should|shall|do|can|must|could) (i|we) (tell|report to|present to) (?!you\b).+
        (give (me|us) )?(the )?(bottom line|short version|tldr|one sentence (answer|summary))
        (sum (it|that) up )?in (one|a) (sentence|word|nutshell)|sum (it|that) up
        what do you (still )?need( to know| from (me|us))?
        how many (more )?questions\b.*|are (we|you) done( yet)?
    """,
    "recommend": r"""
        (what|which|who)\b.*\b(recommend|suggest|advise|propose)\b.*
        (what|which)\b.*\b(should|shall|would|do|can) <we> (<take>|run|need|get)\b.*
        (what|which)\b.*\b(is|are|would be|fits|suits)\b.*\b(best|right|ideal)<fit>
        which <noun>( (should|shall|do|would|can|is|fits|suits)\b.*)?
        ((can|could|would|will) you )?<guide>( (me|us|our team|a team))?( <with>| on)* <choose>\b.*
        (recommend|suggest)( (me|us))?( (something|one))?
        <choose>( (a|an|the|our|one|some|me|us|best|right|good|ml|pipeline|workflow))* <noun>( .*)?
        (we|i) (need|want|must have|are looking for|have to find)( to <choose>)?<any> orchestrator.*
        (we|i) (are|have to|must|want to|need to)( (still|now))? <choose><any> orchestrator.*
    """,
    "would_it_if": r"""
        (what|which|would|will|does|do|is|are|how|should|can|could)\b.*?\b<if>\b<of>
        (would|will|does) .+ (change|be different|be the same|differ|hold) (with|on|for|at|in)\b<of>
    """,
    "if_so": "if <of>",
    "about": r"""
        (explain|define|describe|elaborate on|clarify)\b<of>
        (tell|show|teach) (me|us)( a bit| a little| something)?( more)? (about|on) <of>
        ((give|send) (me|us) )?(some )?(more|info|information|details?|learn)( \w+)? (about|on) <of>
        (what (is|are) )?(the )?(meaning|definition|strengths|weaknesses|benefits) of <of>
        (what (is|are) )?(the )?pros and cons of <of>
        (?P<of>[\w-]+) pros and cons
        what( exactly| actually| even)? (is|are|was|were)( meant by| exactly)? <of>
        what (does|do|did|would) (?P<of>.+?) (mean|means|stand for|do|refer to)\b.*
        what (?P<of>.+) (is|are|means)
        (have you heard of|do you (know|support|rate)( about| of)?) <of>
        who (is|are|makes|owns|uses) <of>
        (which|what) (?P<of>.+?) (are there|exist|do you (know|have|rate)|are (known|rated))
        (show|list)( me| us)?( all| the)* <of>
    """,
    "how_to": r"""
        how (do|does|did|can|could|should|would|to|will)\b( <we>\b)?( best| actually| even)? <of>
        when (do|does|should|would|to|can|is it)\b( <we>\b)? <of>
    """,
    "which": "(which|what|whose|what kind of|what sort of|how many) <of>",
    "alone": "<of>",
}
"""What is asked, a pattern a line, in the order of trying: what tells more goes first.

A bracket groups and captures nothing; ``<of>`` is what it is asked of, and other words in angle
brackets are of ``_PARTS``.
"""


def _compiled(line: str) -> re.Pattern[str]:
    pattern = re.sub(r"(?<!P)<(\w+)>", lambda part: _PARTS[part[1]], line)
    return re.compile(re.sub(r"\((?!\?)", "(?:", pattern))


FORMS: Final = tuple(
    (form, _compiled(line.strip()))
    for form, lines in _FORMS.items()
    for line in lines.strip().splitlines()
)
"""Every pattern with its form, in the order of trying."""


def bare(said: str) -> tuple[str, bool]:
    """What was said without what leads to a question or ends it; whether an "and" or so led."""
    led = _LEAD.match(f"{said} ")
    asked = _TAIL.sub("", said[led.end() :] if led else said)
    head, _, rest = asked.partition(" ")
    return f"{_SLIPS.get(head, head)} {rest}".strip(), _JOINED.match(said) is not None
