"""Drawings: places follow values, everything lies inside the box, and nothing is lost without a word."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.drawings.axis import LETTER, WIDTH, Axis, fitting, placed
from terukur.drawings.caterpillar import MANY, RaterRow, caterpillar, severity_row
from terukur.drawings.distribution import Column, distribution_plot
from terukur.drawings.results import Cell, RatedResult, Usual, results_plot
from terukur.drawings.strip import strip
from terukur.notation.numbers import written, written_percent
from terukur.regulation.scales import Grade
from terukur.statistics.severity.verdict import SeverityStatus
from terukur.web.templatetags.plots import draw

SURE, UNSURE, FAR = (
    SeverityStatus.NO_MATERIAL_DIFFERENCE,
    SeverityStatus.UNCERTAIN,
    SeverityStatus.MATERIAL_DIFFERENCE,
)
VALUES = st.floats(-2, 2).map(lambda value: round(value, 3))
GRADES = [(grade.value, grade.label) for grade in Grade]


def row(severity, *, status=UNSURE, sd=0.1, label="", own=False) -> RaterRow:
    return severity_row(label, status=status, severity=severity, sd=sd, employees=12, forms=40, is_own=own)


def attributes(page: str) -> list[tuple[float, float]]:
    """Every place in the drawing, to be inside its box."""
    height = float(re.search(r'viewBox="0 0 320 ([\d.]+)"', page)[1])
    across = [float(x) for x in re.findall(r'\b(?:x|cx)="(-?[\d.]+)"', page)]
    down = [float(y) for y in re.findall(r'\b(?:y|cy)="(-?[\d.]+)"', page)]
    return [(x, WIDTH) for x in across] + [(y, height) for y in down]


@given(st.lists(VALUES, min_size=2))
def test_a_larger_value_is_never_further_left(values):
    axis = Axis(-1, 1)
    places = [axis.at(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(axis.start <= place <= axis.end for place in places)


@given(st.floats(0, WIDTH), st.text(min_size=1, max_size=40))
def test_words_stay_inside_the_drawing(at, words):
    tick, long = placed(at, words), len(words) * LETTER
    left = {"start": tick.at, "middle": tick.at - long / 2, "end": tick.at - long}[tick.anchor]
    assert 0 <= left <= WIDTH - long


@given(VALUES, st.floats(0.05, 300))
def test_round_values_on_an_axis_are_few_and_in_order(low, span):
    ticks = Axis(low, low + span).ticks()
    assert len(ticks) <= 6
    assert all(one.at < other.at for one, other in pairwise(ticks))


def test_numbers_have_a_comma_a_true_minus_and_no_negative_zero():
    told = [written(-0.5), written(-0.001), written(-0.5, trim=False), written_percent(33.3)]
    assert told == ["−0,5", "0", "−0,50", "33 %"]
    assert written(-0.001, trim=False) == "0,00"


def test_what_does_not_fit_is_said_shorter():
    assert fitting("Dinas · 12 pegawai", "Dinas") == "Dinas · 12 pegawai"
    assert fitting("Dinas " * 20, "Dinas") == "Dinas"
    assert fitting("D" * 90).endswith("…")


@given(st.lists(VALUES, min_size=1, max_size=120))
def test_rows_stand_in_the_order_of_their_ratings_and_none_is_lost(severities):
    drawn = caterpillar([row(value) for value in severities])
    counted = sum(item.count if item.is_summary else 1 for item in drawn.items)
    assert counted == len(severities)
    assert len(drawn.items) <= MANY
    assert [item.y for item in drawn.items] == sorted(item.y for item in drawn.items)
    assert [item.x for item in drawn.items] == sorted(item.x for item in drawn.items)
    for place, most in attributes(draw(drawn)):
        assert 0 <= place <= most


def test_lower_ratings_are_to_the_left_and_the_ranges_are_as_wide_as_they_are():
    (mark,) = caterpillar([row(0.31, sd=0.08)]).items
    assert mark.row.cells == ["−0,31", "−0,41 … −0,21", "−0,47 … −0,15"]
    assert mark.outer[0] < mark.inner[0] < mark.x < mark.inner[1] < mark.outer[1]


def test_of_many_the_outermost_are_drawn_the_own_one_always_and_the_others_counted():
    rows = [row(step / 100) for step in range(50)] + [row(0.251, own=True, label="Anda")]
    drawn = caterpillar(rows)
    assert [item.count for item in drawn.items if item.is_summary] == [9, 11]
    assert sum(item.row.is_own for item in drawn.items if not item.is_summary) == 1
    assert "9 lainnya, −0,34 sampai −0,26" in draw(drawn)


def test_who_has_no_number_stands_below_without_a_mark():
    silent = severity_row(
        "Dinas Diam", status=SeverityStatus.NOT_IDENTIFIED, severity=0.4, sd=0.1, employees=6, forms=12
    )
    drawn = caterpillar([row(0.1, label="Dinas Lain"), silent])
    assert [mark.row.label for mark in drawn.items] == ["Dinas Lain"]
    page = draw(drawn)
    assert "Dinas Diam (6 pegawai, 12 penilaian): penilai dan tim tidak dapat dipisahkan" in page
    assert "0,4" not in page.replace("12 pegawai, 40", "").split("Dinas Diam")[1]


def test_nothing_to_draw_is_said():
    page = draw(
        caterpillar([severity_row("A", status=SeverityStatus.NOT_IDENTIFIED, severity=None, sd=None)])
    )
    assert "Belum ada yang dapat digambar" in page
    assert "<svg" not in page


def test_each_status_has_a_shape_and_a_word_of_its_own():
    drawn = caterpillar([row(0.0, status=SURE), row(0.1), row(0.5, status=FAR)])
    assert len({mark.shape for mark in drawn.items}) == 3
    assert {(one.sign, one.words) for one in drawn.legend} == {
        ("●", SURE.label),
        ("○", UNSURE.label),
        ("◆", FAR.label),
    }
    assert drawn.sentence.startswith("1 dari 3 berbeda lebih dari 0,25 tingkat")


@given(st.lists(st.tuples(st.floats(0, 400), st.floats(1, 3), st.booleans()), min_size=1, max_size=60))
def test_every_rating_is_drawn_inside_the_box_and_stands_in_the_table(kept):
    points = [RatedResult(result, score, "2026-Q1", own) for result, score, own in kept]
    drawn = results_plot(points, least=5)
    assert sum(spot.count for spot in drawn.spots) == len(points)
    assert len(drawn.points) == len(points)
    page = draw(drawn)
    assert page.count("<td>Triwulan I 2026</td>") == len(points)
    for place, most in attributes(page):
        assert 0 <= place <= most


def test_a_result_far_beyond_the_others_is_drawn_at_the_edge_and_said():
    drawn = results_plot([RatedResult(95, 2, "2026-Q1"), RatedResult(900, 3, "2026-Q1")], least=5)
    assert drawn.outside == 1
    assert "1 hasil di luar gambar" in draw(drawn)
    assert "900 %" in draw(drawn)


def test_better_results_are_right_and_higher_ratings_up():
    low, high = results_plot(
        [RatedResult(80, 1.5, "2026-Q1"), RatedResult(120, 2.5, "2026-Q1")], least=5
    ).spots
    assert low.x < high.x
    assert low.y > high.y


def test_cells_of_few_people_are_in_neither_drawing_nor_table():
    cells = [Cell((left, left + 10), (2, 2.5), people) for left, people in ((90, 4), (100, 5), (110, 20))]
    drawn = results_plot([RatedResult(95, 2, "2026-Q1")], cloud=cells, least=5)
    few, many = drawn.squares
    assert few.width < many.width, "more people, a larger square"
    assert "90–100 %" not in draw(drawn)


def test_the_last_range_of_ratings_does_not_leave_the_scale():
    assert Cell((100, 110), (2.75, 3.0), 5).cells[1] == "2,75–3"
    assert Cell((100, 110), (3.0, 3.25), 5).cells[1] == "3"


def test_the_usual_band_holds_its_line():
    usual = [Usual(80, 1.4, 1.8, 2.2), Usual(120, 1.8, 2.2, 2.6)]
    drawn = results_plot([RatedResult(95, 2, "2026-Q1")], usual=usual, least=5)
    high, high_2, low_2, low = (float(pair.split(",")[1]) for pair in drawn.band.split())
    first, last = (float(pair.split(",")[1]) for pair in drawn.line.split())
    assert high < first < low
    assert high_2 < last < low_2
    assert "1,8 (1,4–2,2)" in draw(drawn)


def test_distributions_stand_side_by_side_in_percent_with_their_people():
    columns = [
        Column("dari hasil", {"good": 7.5, "needs-improvement": 2.5}),
        Column("diberikan", {"very-good": 2, "good": 8}),
        Column("pola", {"very-good": 1, "good": 9}),
    ]
    drawn = distribution_plot(GRADES, columns, pattern=["Sebagian besar Baik"])
    good = drawn.groups[1]
    assert [bar.words for bar in good.bars] == ["75 % dari hasil", "80 % diberikan", "90 % pola"]
    assert [bar.width for bar in good.bars] == sorted(bar.width for bar in good.bars)
    page = draw(drawn)
    assert "diberikan (10 orang)" in page
    assert "<li>Sebagian besar Baik</li>" in page
    for place, most in attributes(page):
        assert 0 <= place <= most
    assert max(bar.text_x + len(bar.words) * LETTER for bar in good.bars) <= WIDTH


def test_a_count_without_a_category_is_refused_and_nobody_at_all_is_no_share():
    with pytest.raises(ValueError, match="no category"):
        distribution_plot(GRADES, [Column("diberikan", {"istimewa": 1})])
    drawn = distribution_plot(GRADES, [Column("diberikan", {})])
    assert {bar.width for group in drawn.groups for bar in group.bars} == {0}


@given(VALUES, st.tuples(VALUES, VALUES, VALUES).map(sorted))
def test_the_own_figure_stands_where_it_is_among_the_quartiles(own, quartiles):
    drawn = strip(own, tuple(quartiles), sentence="x")
    start, width = drawn.box
    assert start <= drawn.middle <= start + width + 0.1
    for place, most in attributes(draw(drawn)):
        assert 0 <= place <= most


def test_every_drawing_has_a_sentence_a_name_and_its_table_without_style_or_script():
    plots = [
        caterpillar([row(0.1)]),
        results_plot([RatedResult(95.5, 2.125, "2026-Q1")], least=5),
        distribution_plot(GRADES, [Column("diberikan", {"good": 3})]),
    ]
    for plot in plots:
        page = draw(plot)
        assert plot.sentence in page
        assert f'role="img"><title>{plot.title}</title>' in page
        assert page.count("<table>") == page.count("</table>") >= 1
        assert not re.search(r"<script|style=|onload", page)
        assert not re.search(r'\b(?:x|y|cx|cy|r|width|height)="[^"]*,', page), "points, no commas"
    assert draw(None) == ""
