"""Remarks on an acting head (Plt) before the appointment, and where the acting post is planned.

No official text was at hand: how long, and from how far below, stand as parameters (UNSURE) and are remarked,
never refused. PermenPANRB 6/2022 was not found to say how an acting head is appraised.
"""

from datetime import date

from terukur.regulation.decision import Decision, RuleFinding
from terukur.regulation.parameters import number, parameter
from terukur.regulation.scales import ActingPlan, PositionKind

_LADDER = (
    PositionKind.IMPLEMENTER,
    PositionKind.SUPERVISOR,
    PositionKind.ADMINISTRATOR,
    PositionKind.HIGH_LEADER,
)


def acting_plan(*, on: date) -> Decision[ActingPlan]:
    """Return where the work of an acting head is planned where nothing else is said: an agency's setting."""
    setting = parameter("acting.plan", on=on)
    choice = ActingPlan(setting.value)
    return Decision(choice, (f"SKP seorang Plt: {choice.label}.",), (setting.citation,))


def remarks_on_acting(
    *, own: PositionKind | None, post: PositionKind | None, starts: date, ends: date | None
) -> tuple[RuleFinding, ...]:
    """Return what to check before a person acts as head: the length, and the level of the own position."""
    most, below = number("acting.most_months", on=starts), number("acting.levels_below", on=starts)
    found = []
    if ends is None:
        found.append(_remark("length", "Lamanya", "tanpa tanggal akhir.", f"Plt biasanya {most} bulan."))
    elif ends > _months_after(starts, most):
        found.append(_remark("length", "Lamanya", f"lebih dari {most} bulan.", "Periksa surat perintahnya."))
    if own is PositionKind.FUNCTIONAL or own is None or post is None or post is PositionKind.FUNCTIONAL:
        found.append(
            _remark(
                "level",
                "Kesetaraan jabatan",
                "tidak dapat diperiksa dari data.",
                "Periksa apakah jabatannya setara atau satu tingkat di bawah jabatan yang diisi.",
            )
        )
    elif _LADDER.index(post) - _LADDER.index(own) > below:
        found.append(
            _remark(
                "level",
                "Kesetaraan jabatan",
                f"{own.label} mengisi jabatan {post.label}, lebih dari {below} tingkat di atasnya.",
                "Periksa surat perintahnya, atau pilih orang lain.",
            )
        )
    return tuple(found)


def _months_after(day: date, months: int) -> date:
    """Return the same day some months later; the last of the month where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _remark(code: str, where: str, message: str, remedy: str) -> RuleFinding:
    return RuleFinding(code, where, message, remedy)
