"""Money: exact, and never of two currencies at once."""

from dataclasses import dataclass
from decimal import Decimal


class CurrencyMixedError(ValueError):
    """Amounts of two currencies were to be added or compared."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency. Nothing is rounded before it is shown."""

    amount: Decimal
    currency: str
    """As ISO 4217 has it: 'USD'."""

    def __add__(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise CurrencyMixedError(f"{self.currency} and {other.currency} do not add up")
        return Money(self.amount + other.amount, self.currency)

    def times(self, factor: Decimal) -> "Money":
        """So many times as much."""
        return Money(self.amount * factor, self.currency)


@dataclass(frozen=True, slots=True)
class MoneyRange:
    """From an amount to another of the same currency; ``low`` is never above ``high``."""

    low: Money
    high: Money

    def __post_init__(self) -> None:
        if self.low.currency != self.high.currency:
            raise CurrencyMixedError(f"from {self.low.currency} to {self.high.currency}")
        if self.low.amount > self.high.amount:
            raise ValueError(f"{self.low.amount} is above {self.high.amount}")

    @classmethod
    def of(cls, low: Decimal, high: Decimal, currency: str) -> "MoneyRange":
        """A range of amounts."""
        return cls(Money(low, currency), Money(high, currency))

    @property
    def currency(self) -> str:
        """The one currency of both ends."""
        return self.low.currency

    @property
    def middle(self) -> Money:
        """Half way from low to high."""
        return (self.low + self.high).times(Decimal("0.5"))

    def __add__(self, other: "MoneyRange") -> "MoneyRange":
        return MoneyRange(self.low + other.low, self.high + other.high)

    def times(self, factor: Decimal) -> "MoneyRange":
        """So many times as much; ``factor`` is not negative."""
        return MoneyRange(self.low.times(factor), self.high.times(factor))
