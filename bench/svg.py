# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Drawings as SVG whose text and lines follow light and dark themes.

Text and axes have the colour of the text around them: in a page by its style sheet, in
a file of its own by what the reader's system prefers. Colours are readable on both.
"""

from collections.abc import Iterable, Sequence
from html import escape

COLOURS = {
    "red": "#e0455a",
    "blue": "#3f8ad8",
    "orange": "#d9822b",
    "purple": "#9a6fd0",
    "green": "#2f9e5b",
    "grey": "#8b8f98",
}
STYLE = (
    ".picture{color:#1f2328;fill:currentColor;font:13px system-ui,sans-serif}"
    "@media(prefers-color-scheme:dark){.picture{color:#d8dce2}}"
    ".picture .mono{font-family:ui-monospace,monospace}"
)


class Drawing:
    """A picture of a width and height in pixels, made of what is added to it.

    Parameters
    ----------
    width, height : float
        The picture's size.
    title : str
        What it shows, for those who cannot see it.
    """

    def __init__(self, width: float, height: float, title: str):
        self.width, self.height, self.title = width, height, title
        self._parts: list[str] = []

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        colour: str | None = None,
        anchor: str = "start",
        size: float = 13,
        weight: str = "normal",
        mono: bool = False,
    ) -> None:
        """Add a line of text that starts, ends or has its middle at `x`."""
        given = {
            "text-anchor": anchor if anchor != "start" else None,
            "font-size": number(size) if size != 13 else None,
            "font-weight": weight if weight != "normal" else None,
            "class": "mono" if mono else None,
            "fill": COLOURS.get(colour or ""),
        }
        attributes = "".join(f' {k}="{v}"' for k, v in given.items() if v)
        self._parts.append(
            f'<text x="{number(x)}" y="{number(y)}"{attributes}>{escape(text)}</text>'
        )

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        colour: str = "grey",
        opacity: float = 1,
        outline: bool = False,
    ) -> None:
        """Add a rectangle, full or an outline."""
        fill = "none" if outline else COLOURS[colour]
        stroke = f' stroke="{COLOURS[colour]}"' if outline else ""
        faint = f' opacity="{number(opacity)}"' if opacity != 1 else ""
        self._parts.append(
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" '
            f'height="{number(height)}" rx="2" fill="{fill}"{stroke}{faint}/>'
        )

    def line(
        self,
        points: Iterable[Sequence[float]],
        *,
        colour: str | None = None,
        width: float = 1,
        opacity: float = 1,
        dashes: str = "",
        arrow: bool = False,
    ) -> None:
        """Add lines from point to point; without a colour in that of the text."""
        places = [(float(x), float(y)) for x, y in points]
        path = " ".join(f"{number(x)},{number(y)}" for x, y in places)
        stroke = COLOURS.get(colour or "", "currentColor")
        faint = f' opacity="{number(opacity)}"' if opacity != 1 else ""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self._parts.append(
            f'<polyline points="{path}" fill="none" stroke="{stroke}" '
            f'stroke-width="{number(width)}"{faint}{dashed}/>'
        )
        if arrow:
            self._arrow(places[-2], places[-1], stroke, faint)

    def _arrow(
        self,
        before: tuple[float, float],
        tip: tuple[float, float],
        stroke: str,
        faint: str,
    ) -> None:
        """Add the head of an arrow."""
        dx, dy = tip[0] - before[0], tip[1] - before[1]
        length = (dx * dx + dy * dy) ** 0.5
        dx, dy = 7 * dx / length, 7 * dy / length
        corners = [
            tip,
            (tip[0] - dx - dy / 2, tip[1] - dy + dx / 2),
            (tip[0] - dx + dy / 2, tip[1] - dy - dx / 2),
        ]
        path = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
        self._parts.append(f'<polygon points="{path}" fill="{stroke}"{faint}/>')

    def dot(self, x: float, y: float, *, colour: str, radius: float = 2.5) -> None:
        """Add a full circle."""
        self._parts.append(
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" '
            f'fill="{COLOURS[colour]}"/>'
        )

    def svg(self) -> str:
        """Return the picture as a file's text."""
        width, height = number(self.width), number(self.height)
        title = escape(self.title)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" role="img" '
            f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'aria-label="{title}">\n<title>{title}</title>\n<style>{STYLE}</style>\n'
            + "\n".join(self._parts)
            + "\n</svg>\n"
        )


def number(value: float) -> str:
    """Return a number with two digits after the point at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
