"""The seven BerAKHLAK values and their 21 guides (SE MenPANRB 20/2021), official wording."""

from dataclasses import dataclass
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class BehaviorGuide:
    """One guide of a value; ``code`` is like ``BP.1``."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class BehaviorValue:
    """One of the seven values with its three guides."""

    code: str
    name: str
    meaning: str
    guides: tuple[BehaviorGuide, ...]


def _load() -> tuple[BehaviorValue, ...]:
    text = files("terukur.regulation").joinpath("data/behaviors.yaml").read_text("utf-8")
    return tuple(
        BehaviorValue(
            entry["code"],
            entry["name"],
            entry["meaning"],
            tuple(
                BehaviorGuide(f"{entry['code']}.{number}", guide)
                for number, guide in enumerate(entry["guides"], start=1)
            ),
        )
        for entry in yaml.safe_load(text)
    )


BEHAVIOR_VALUES = _load()
BEHAVIOR_CODES = tuple(value.code for value in BEHAVIOR_VALUES)
BEHAVIOR_NAMES = {value.code: value.name for value in BEHAVIOR_VALUES}
