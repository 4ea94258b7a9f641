"""The arguments and options that commands share, as ``--help`` describes them."""

from typing import Annotated

import typer

Text = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[TEXT]",
        help="The team in words: '8 engineers, 3 models, no k8s, aws'.",
        show_default=False,
    ),
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="SLOT=VALUE", help="One answer; it wins over TEXT. Repeatable."),
]
Stress = Annotated[
    list[str] | None,
    typer.Option("--stress", metavar="CRITERION", help="What matters most. Repeatable."),
]
Weight = Annotated[
    list[str] | None,
    typer.Option(
        "--weight",
        metavar="CRITERION=PERCENT",
        help="A weight by hand; the others share what is left. Repeatable.",
    ),
]
EditionName = Annotated[
    str,
    typer.Option(
        "--edition",
        metavar="lesson|current",
        help="Ratings as the lesson printed them, or corrected.",
    ),
]
Contenders = Annotated[
    bool, typer.Option("--include-contenders", help="Rank ten more beside the lesson's six.")
]
Full = Annotated[
    bool, typer.Option("--full", help="All of it: weights, ratings, the way through the tree.")
]
Json = Annotated[bool, typer.Option("--json", help="For programs.")]
CostText = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[TEXT]",
        help="Alternatives, and the team in words: 'prefect and dagster, 40 pipelines'.",
        show_default=False,
    ),
]
Of = Annotated[
    list[str] | None,
    typer.Option("--of", metavar="ALTERNATIVE", help="Its id or name. Repeatable; else all six."),
]
Years = Annotated[
    str | None, typer.Option("--years", metavar="N", help="Over how many years, from 1 to 10.")
]
Currency = Annotated[
    str | None,
    typer.Option(
        "--currency", metavar="CODE", help="Of the engineer cost and the sums: EUR. Else USD."
    ),
]
PerDollar = Annotated[
    str | None,
    typer.Option("--per-dollar", metavar="RATE", help="What one US dollar is in it: 0.92."),
]
Steps = Annotated[
    str | None, typer.Option("--steps", metavar="N", help="Steps of a run of a pipeline.")
]
EngineerHours = Annotated[
    str | None,
    typer.Option(
        "--engineer-hours", metavar="H", help="Hours a week, where no source says how many."
    ),
]
CostEdition = Annotated[
    str,
    typer.Option(
        "--edition",
        metavar="lesson|current",
        help="Sums as the lesson printed them, or by prices of today.",
    ),
]
CostContenders = Annotated[
    bool, typer.Option("--include-contenders", help="Ten more beside the lesson's six.")
]
CostFull = Annotated[
    bool, typer.Option("--full", help="All of it: each line item, its source, what is open.")
]
From = Annotated[str, typer.Argument(metavar="FROM", help="An alternative: its id or name.")]
To = Annotated[str, typer.Argument(metavar="TO", help="Another one.")]
First = Annotated[str, typer.Argument(metavar="A", help="An alternative: its id or name.")]
Second = Annotated[str, typer.Argument(metavar="B", help="Another one.")]
Topic = Annotated[
    list[str] | None,
    typer.Argument(metavar="[TOPIC]", help="Without one: the list.", show_default=False),
]
