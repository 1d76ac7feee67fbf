"""What a form changes in a version beside its results: expectations on behavior, and the annex lists."""

from terukur.planning.models import AnnexItem, PlanVersion
from terukur.planning.plans_table import PlanRow
from terukur.regulation.behaviors import BEHAVIOR_NAMES
from terukur.regulation.scales import AnnexList


def section_changes(version: PlanVersion, row: PlanRow) -> list[str]:
    """Return in words what the form of a row changes; what the form leaves blank stays."""
    words = []
    for code, (before, after) in _expectations_to_write(version, row).items():
        words.append(f"ekspektasi {BEHAVIOR_NAMES[code]} dari “{before or 'kosong'}” ke “{after}”")
    for annex, (former, texts) in _annexes_to_write(version, row).items():
        words.append(f"{annex.label}: dari {len(former)} ke {len(texts)} butir ({'; '.join(texts)})")
    return words


def write_sections(version: PlanVersion, row: PlanRow) -> None:
    """Store in a version that is in the making what the form of a row says beside its results."""
    for code, (_before, after) in _expectations_to_write(version, row).items():
        version.behaviors.filter(value=code).update(expectation=after)
    changed = _annexes_to_write(version, row)
    for annex, (_former, texts) in changed.items():
        version.annex_items.filter(list=annex).delete()
        AnnexItem.objects.bulk_create([AnnexItem(version=version, list=annex, text=text) for text in texts])
    if changed:
        reasons = {key: text for key, text in version.annex_reasons.items() if AnnexList(key) not in changed}
        version.annex_reasons = reasons
        version.save(update_fields=["annex_reasons"])


def _expectations_to_write(version: PlanVersion, row: PlanRow) -> dict[str, tuple[str, str]]:
    if not row.expectations:
        return {}
    stored = {one.value: one.expectation for one in version.behaviors.all()}
    return {
        code: (stored[code], text)
        for code, text in row.expectations.items()
        if code in stored and stored[code] != text
    }


def _annexes_to_write(version: PlanVersion, row: PlanRow) -> dict[AnnexList, tuple[list[str], list[str]]]:
    if not row.annexes:
        return {}
    stored: dict[AnnexList, list[str]] = {annex: [] for annex in AnnexList}
    for item in version.annex_items.all():
        stored[AnnexList(item.list)].append(item.text)
    return {
        annex: (stored[annex], list(texts))
        for annex, texts in row.annexes.items()
        if stored[annex] != list(texts)
    }
