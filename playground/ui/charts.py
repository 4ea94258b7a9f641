"""Charts: bars, lines, areas and pies, as inline SVG."""

from collections.abc import Iterator, Sequence
from html import escape
from math import cos, sin, tau
from typing import Final

from nicegui import ui

from playground.model import Json
from playground.ui.mrkdwn import plain_to_html
from playground.ui.surface import Surface

_COLORS: Final = ("#4a154b", "#1d9bd1", "#2bac76", "#e8912d", "#c01343", "#7c7a7f")
_WIDTH: Final = 360.0
_LEFT: Final = 48.0
"""Room for the figures of the axis."""
_TOP: Final = 10.0
_HEIGHT: Final = 120.0
_LETTER: Final = 6.5
"""About how wide a letter under the axis is."""
_LEANING: Final = 4.2
"""About how far a letter of a name that leans goes to the left, and down."""
_LONGEST_NAME: Final = 20
"""Most letters of a name; where there are many names, less of it has room under the axis."""
_LONG: Final = 10_000
"""Figures from here on are whole, with commas."""


def data_visualization(block: Json, _surface: Surface) -> None:
    """Put a chart with its title and its legend into the current slot."""
    chart: Json = block["chart"]
    is_pie = chart["type"] == "pie"
    drawn = "".join(_pie(chart["segments"]) if is_pie else _plane(chart))
    box = "0 0 64 64" if is_pie else f"0 0 {_WIDTH:g} {_TOP + _HEIGHT + _foot(chart):g}"
    title = escape(block["title"])
    names = _shares(chart["segments"]) if is_pie else [each["name"] for each in chart["series"]]
    with ui.element("div").classes("sl-chart"):
        ui.html(plain_to_html(block["title"]), sanitize=False).classes("sl-chart-title")
        _note(chart, "y_label")
        ui.html(
            f'<svg viewBox="{box}" role="img" aria-label="{title}">{drawn}</svg>', sanitize=False
        ).classes("sl-pie" if is_pie else "")
        _note(chart, "x_label")
        with ui.element("div").classes("sl-legend"):
            for place, name in enumerate(names):
                mark = f'<i style="background:{_COLORS[place]}"></i>'
                ui.html(mark + plain_to_html(name), sanitize=False, tag="span")


def _step(categories: Sequence[str]) -> float:
    return (_WIDTH - _LEFT) / len(categories)


def _leans(categories: Sequence[str]) -> bool:
    """Whether the names are too long to stand side by side under the axis."""
    return max(map(len, categories)) * _LETTER > _step(categories)


def _letters(categories: Sequence[str]) -> int:
    """How many letters of a name that leans have room to the left of the first one."""
    return min(_LONGEST_NAME, int((_LEFT + _step(categories) / 2) / _LEANING))


def _foot(chart: Json) -> float:
    """Room for the names under the axis."""
    categories = chart["axis_config"]["categories"]
    return 16 + _letters(categories) * _LEANING if _leans(categories) else 26.0


def _note(chart: Json, key: str) -> None:
    words = chart.get("axis_config", {}).get(key)
    if words:
        ui.label(words).classes("sl-note")


def _shares(segments: Sequence[Json]) -> list[str]:
    whole = sum(each["value"] for each in segments)
    return [
        f"{each['label']}: {each['value']:g} ({each['value'] / whole:.0%})" for each in segments
    ]


def _pie(segments: Sequence[Json]) -> Iterator[str]:
    whole = sum(each["value"] for each in segments)
    begin = 0.0
    for place, each in enumerate(segments):
        share = each["value"] / whole
        # An arc all around would begin where it ends, and nothing be drawn.
        end = begin + min(share, 0.9999)
        is_large = int(end - begin > 1 / 2)
        yield (
            f'<path d="M32 32L{_on_circle(begin)}A32 32 0 {is_large} 1 {_on_circle(end)}Z"'
            f' fill="{_COLORS[place]}"><title>{escape(each["label"])}</title></path>'
        )
        begin += share


def _on_circle(share: float) -> str:
    """The point of the pie's edge this share of a turn after twelve o'clock."""
    return f"{32 + 32 * sin(tau * share):.3f} {32 - 32 * cos(tau * share):.3f}"


def _plane(chart: Json) -> Iterator[str]:
    """Bars, lines or areas over the categories, from the lowest value or 0 to the highest or 0."""
    categories: Sequence[str] = chart["axis_config"]["categories"]
    values: list[list[float]] = [
        [next(p["value"] for p in series["data"] if p["label"] == name) for name in categories]
        for series in chart["series"]
    ]
    low: float = min(0, *(min(each) for each in values))
    high: float = max(0, *(max(each) for each in values))
    unit = _HEIGHT / ((high - low) or 1)

    def height(value: float) -> float:
        return _TOP + (high - value) * unit

    for value in sorted({low, 0, high, *((high / 2,) if low == 0 else ())}):
        y = height(value)
        yield f'<path class="sl-grid" d="M{_LEFT:g} {y:.1f}H{_WIDTH:g}"/>'
        yield f'<text x="{_LEFT - 6:g}" y="{y + 4:.1f}" text-anchor="end">{_number(value)}</text>'
    step = _step(categories)
    centres = [_LEFT + step * (place + 0.5) for place in range(len(categories))]
    under, most = _TOP + _HEIGHT + 18, _letters(categories)
    for x, name in zip(centres, categories, strict=True):
        shown = name if len(name) <= most else f"{name[: most - 1]}…"
        at = f'x="{x:.1f}" y="{under:g}" text-anchor="middle"'
        if _leans(categories):
            turn = f'transform="rotate(-45 {x:.1f} {under:g})"'
            at = f'x="{x + 4:.1f}" y="{under - 4:g}" text-anchor="end" {turn}'
        yield f"<text {at}>{escape(shown)}<title>{escape(name)}</title></text>"
    for place, row in enumerate(values):
        if chart["type"] == "bar":
            width = min(48.0, 0.75 * step / len(values))
            left = (place - len(values) / 2) * width
            for x, value in zip(centres, row, strict=True):
                top, end = sorted((height(value), height(0)))
                yield (
                    f'<rect x="{x + left:.1f}" y="{top:.1f}" width="{width - 1:.1f}"'
                    f' height="{end - top:.1f}" fill="{_COLORS[place]}">'
                    f"<title>{_number(value)}</title></rect>"
                )
        else:
            points = [(x, height(value)) for x, value in zip(centres, row, strict=True)]
            yield _line(points, height(0), _COLORS[place], is_area=chart["type"] == "area")


def _number(value: float) -> str:
    return f"{value:.4g}" if abs(value) < _LONG else f"{value:,.0f}"


def _line(points: Sequence[tuple[float, float]], zero: float, color: str, *, is_area: bool) -> str:
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    fill = "none"
    if is_area:
        path = f"{points[0][0]:.1f} {zero:.1f}L{path}L{points[-1][0]:.1f} {zero:.1f}Z"
        fill = color
    return (
        f'<path d="M{path}" fill="{fill}" fill-opacity="0.25" stroke="{color}" stroke-width="2"/>'
    )
