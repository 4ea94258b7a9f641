"""A way to the form, where Slack lets us open none: only a press opens one."""

from bot.views.blocks import Rendered, actions, section
from bot.views.help import START_BLOCK, begin


def offer_form() -> Rendered:
    """The answer to whoever writes that they prefer a form."""
    sentence = "The questions as a form: press *Fill in a form*."
    return Rendered(sentence, [section(sentence), actions(begin(), block_id=START_BLOCK)])
