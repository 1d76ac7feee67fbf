"""What a page has seen of a rating: written, read back, and compared part by part under the act."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.appraisal.drafting import rate_draft, save_draft
from terukur.appraisal.marks import RatingMark, draft_mark, mark_of
from terukur.appraisal.models import Appraisal, AppraisalDraft
from terukur.appraisal.operations import AppraisalRefused, rate
from tests.support.cast import AFTER, BUDI, acting, employee, moment
from tests.support.quarter import AS_SUGGESTED, give

parts = st.text("0123456789.", max_size=8)


@given(st.text("0123456789.", min_size=1, max_size=8), parts, parts)
def test_a_mark_is_read_as_it_was_written(rated, draft, computation):
    mark = RatingMark(rated, draft, computation)
    assert RatingMark.parse(str(mark)) == mark


@given(st.text(max_size=30))
def test_whatever_a_page_sends_is_read(text):
    assert RatingMark.parse(text).rated


def rate_seen(appraisal, seen):
    rate(
        appraisal=appraisal,
        draft=AS_SUGGESTED,
        acting=acting(employee(BUDI).user, AFTER, moment(AFTER) + timedelta(minutes=1)),
        seen=seen,
    )


def drafted(appraisal, seen):
    return save_draft(
        appraisal=appraisal,
        fields={"results": "above"},
        seen=seen,
        seen_computation=appraisal.computation_id,
        acting=acting(employee(BUDI).user, AFTER),
    )


@pytest.mark.django_db
def test_each_part_that_changed_is_refused_in_its_own_words(appraisal):
    seen = mark_of(appraisal, None)
    drafted(appraisal, draft_mark(appraisal, None))
    with pytest.raises(AppraisalRefused, match="diisi di tab atau perangkat lain"):
        rate_seen(appraisal, seen)
    rate_seen(appraisal, seen._replace(draft=""))
    with pytest.raises(AppraisalRefused, match="sudah disimpan dari halaman lain oleh Budi"):
        rate_seen(appraisal, seen)
    with pytest.raises(AppraisalRefused, match="Hasil ukurnya berubah"):
        rate_seen(appraisal, seen._replace(computation="0"))
    appraisal.refresh_from_db()
    rate_seen(appraisal, mark_of(appraisal, None))
    rate_seen(appraisal, None)


@pytest.mark.django_db
def test_a_draft_over_another_rating_is_another_draft(appraisal):
    shown = drafted(appraisal, draft_mark(appraisal, None)).mark
    give(appraisal)
    fresh = Appraisal.objects.select_related("plan", "computation").get(pk=appraisal.pk)
    drafted(fresh, draft_mark(fresh, None))
    assert AppraisalDraft.objects.get().version == 1
    with pytest.raises(AppraisalRefused, match="diisi di tab atau perangkat lain"):
        rate_draft(appraisal=fresh, seen=shown, acting=acting(employee(BUDI).user, AFTER))
