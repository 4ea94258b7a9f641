"""What a rendered message says, and what it lets people do."""

from bot.views.blocks import Rendered


def header(rendered: Rendered) -> str:
    text: str = rendered.blocks[0]["text"]["text"]
    return text


def prose(rendered: Rendered) -> str:
    """All that is said in sections and small print."""
    parts: list[str] = []
    for block in rendered.blocks:
        texts = [block.get("text"), *block.get("fields", ()), *block.get("elements", ())]
        parts += [text["text"] for text in texts if text and text.get("type") == "mrkdwn"]
    return "\n".join(parts)


def action_ids(rendered: Rendered) -> list[str]:
    found = []
    for block in rendered.blocks:
        elements = [block.get("accessory"), block.get("element"), *block.get("elements", ())]
        found += [each["action_id"] for each in elements if each and "action_id" in each]
    return found
