"""The 25 forms of learning, and what kind a competence is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.regulation.competences import CompetenceKind, competence_kind
from terukur.regulation.learning_forms import LEARNING_FORMS, LearningShare, learning_citations
from terukur.regulation.periods import Period, quarters


def test_codes_run_from_1_to_25_and_from_14_on_nothing_is_in_a_classroom():
    assert list(LEARNING_FORMS) == list(range(1, 26))
    assert [code for code, form in LEARNING_FORMS.items() if not form.is_classroom] == list(range(14, 26))
    assert len({form.label for form in LEARNING_FORMS.values()}) == 25
    assert [citation.status for citation in learning_citations()] == ["CONFIRMED", "CONFIRMED"]


@pytest.mark.parametrize(
    ("code", "share"),
    [(1, "formal"), (16, "formal"), (10, "work"), (14, "others"), (15, "others"), (24, "work")],
)
def test_coaching_is_from_others_and_an_internship_is_work(code, share):
    assert LEARNING_FORMS[code].share is LearningShare(share)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Integritas", "managerial"), ("perekat  BANGSA", "social"), ("Analisis Data", "technical")],
)
def test_a_competence_is_told_by_its_name(name, kind):
    assert competence_kind(name) is CompetenceKind(kind)


@given(
    st.sampled_from([*quarters(2026), Period.parse("2026"), Period.parse("2026-S2"), Period.parse("2026-12")])
)
def test_the_following_period_is_followed_back(period):
    assert period.following.previous == period
    assert period.following.months == period.months
