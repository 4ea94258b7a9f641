"""The facts that come with the product, read once for all tests of a process."""

from typing import Final

from knowledge import loader
from knowledge.schema import KnowledgeBase

KB: Final[KnowledgeBase] = loader.load()
