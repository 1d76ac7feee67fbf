"""What an index is made of: each component from 0 to 1, with its weight and a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from terukur.web.plots.axis import Axis, written

_STEP = 66
# Words of a process, on purpose unlike those of grades.
_WORDS = ((0.8, "terpenuhi"), (0.6, "sebagian besar"), (0.4, "sebagian"), (0.000001, "sedikit"))


@dataclass(frozen=True, slots=True)
class Component:
    """One part of the index; a value of None does not apply. ``words`` may say why the value is so."""

    name: str
    weight: int
    value: float | Fraction | None
    words: str = ""

    @property
    def word(self) -> str:
        """How far it is fulfilled."""
        if self.value is None:
            return "tidak berlaku di sini"
        return next((word for least, word in _WORDS if self.value >= least), "belum ada")

    @property
    def written(self) -> str:
        """The value as people read it."""
        return "–" if self.value is None else written(float(self.value))


@dataclass(frozen=True, slots=True)
class ComponentBar:
    """A component with the place of its name and the length of its bar."""

    component: Component
    name_y: float
    y: float
    width: float
    words_y: float

    @property
    def words(self) -> str:
        """The value and what it means."""
        return f"{self.component.written}, {self.component.word}"


@dataclass(frozen=True, slots=True)
class ComponentsPlot:
    """The drawing; ``absent`` are the components that do not apply."""

    title: str
    sentence: str
    height: float
    track: tuple[float, float]
    bars: list[ComponentBar]
    absent: list[Component]
    components: Sequence[Component]
    template: ClassVar[str] = "web/plots/_components.html"


def components_plot(
    components: Sequence[Component],
    *,
    title: str = "Indeks menurut bagiannya",
    sentence: str = "",
) -> ComponentsPlot:
    """A bar for each component that applies, in the given order."""
    axis = Axis(0, 1)
    known = [one for one in components if one.value is not None]
    bars = [
        ComponentBar(
            one, place * _STEP + 16, place * _STEP + 23, axis.span(0, float(one.value or 0))[1],
            place * _STEP + 52,
        )
        for place, one in enumerate(known)
    ]  # fmt: skip
    return ComponentsPlot(
        title, sentence or _sentence(known, components), len(bars) * _STEP, axis.span(0, 1), bars,
        [one for one in components if one.value is None], components,
    )  # fmt: skip


def _sentence(known: Sequence[Component], components: Sequence[Component]) -> str:
    if not known:
        return "Belum ada bagian yang berlaku, jadi belum ada indeks."
    full = sum(one.word == "terpenuhi" for one in known)
    rest = len(components) - len(known)
    apart = f"; {rest} tidak berlaku di sini" if rest else ""
    of = f"{full} dari {len(known)} bagian terpenuhi{apart}."
    return f"{of} Angkanya tentang prosesnya, bukan tentang orangnya."
