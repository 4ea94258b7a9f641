"""docs/playground.md promises what the local Slack plays, no more and no less."""

from pathlib import Path

from playground.blocks import BLOCKS
from playground.coverage import drawn, played, table
from playground.elements import ELEMENTS
from playground.ui import blocks, elements
from playground.web_api import METHODS

DOCS = Path(__file__).parent.parent / "docs" / "playground.md"


def test_the_page_holds_the_table_that_the_code_prints() -> None:
    assert table() in DOCS.read_text(encoding="utf-8")


def test_the_table_names_every_method_block_and_element_that_is_played() -> None:
    assert played("method") == METHODS.keys()
    assert played("block") == BLOCKS.keys()
    assert played("element") == ELEMENTS.keys()


def test_the_table_tells_what_is_drawn_from_what_is_only_checked() -> None:
    assert drawn("block") == blocks.BUILDERS.keys()
    assert drawn("element") == elements.BUILDERS.keys()
