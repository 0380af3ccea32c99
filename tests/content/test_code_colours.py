"""The colours of highlighted code can be read in both themes."""

import re
from pathlib import Path

import pytest
from pygments.token import STANDARD_TYPES

CSS = Path("interview_sim/static/css")
Colours = dict[str, str]


def colours_of(name: str, theme: str) -> Colours:
    """The custom properties of a style sheet as that theme resolves their `light-dark()`."""
    text = re.sub(r"/\*.*?\*/", "", (CSS / name).read_text(), flags=re.S)
    pairs = re.findall(r"--([a-z-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", text)
    return {found: light if theme == "light" else dark for found, light, dark in pairs}


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("background", ["sunken", "surface", "paper"])
def test_every_colour_has_enough_contrast(theme: str, background: str) -> None:
    colours, grounds = colours_of("code.css", theme), colours_of("app.css", theme)
    assert len(colours) == 8
    weak = {name: contrast(value, grounds[background]) for name, value in colours.items()}
    assert min(weak.values()) >= 4.5, weak


def test_only_classes_that_pygments_knows_are_styled() -> None:
    styled = set(re.findall(r"\.([a-z][a-z0-9]*)\b", re.sub(r"/\*.*?\*/", "", (CSS / "code.css").read_text())))
    assert styled <= set(STANDARD_TYPES.values())
