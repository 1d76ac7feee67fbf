"""How each form of the pages is made. A form that stands in no line here fails ``test_fields.py``."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django import forms

import terukur.web
from terukur.appraisal.drafting import FIELDS, HeldRating
from terukur.appraisal.models import Appraisal
from terukur.calibration.models import CaseVersion
from terukur.development.models import LearningItem
from terukur.jobs.clock import today
from terukur.measurement.mappings import Target
from terukur.measurement.models import SurveyPoint
from terukur.organization.models import Employee, Unit
from terukur.planning.models import Indicator, Measure, PlannedResult, PlanVersion
from terukur.regulation.behaviors import BEHAVIOR_VALUES
from terukur.regulation.schedule import Step, StepDates
from terukur.web.accounts import forms as accounts
from terukur.web.appraisal import forms as appraisal
from terukur.web.appraisal import objection_forms as objection
from terukur.web.appraisal import period_forms as period
from terukur.web.appraisal import place_views, self_views, talk_forms, what_if_views
from terukur.web.appraisal.expectation_forms import ExpectationMarksForm
from terukur.web.calibration import case_forms, round_forms
from terukur.web.credit import forms as credit
from terukur.web.daily.forms import DailyForm
from terukur.web.development.forms import CertificateCheckForm, CertificateForm
from terukur.web.dialogue.forms import PlanTalkForm
from terukur.web.employment import forms as employment
from terukur.web.feedback import forms as feedback
from terukur.web.measurement import assistance_views, mapping_forms
from terukur.web.measurement import forms as measurement
from terukur.web.organization import activation_forms, grade_forms, proposal_forms, role_forms
from terukur.web.organization import forms as organization
from terukur.web.organization import outside_forms as outside
from terukur.web.organization import structure_forms as structure
from terukur.web.oversight import year_forms
from terukur.web.periods import PeriodForm
from terukur.web.planning import forms as planning
from terukur.web.planning import library_forms
from terukur.web.planning.agree_views import AgreeForm
from terukur.web.planning.division_form import DivisionForm
from terukur.web.planning.return_views import RemarksForm
from terukur.web.raters import finding_forms
from terukur.web.survey import forms as survey
from tests.support.cast import AFTER, BUDI, employee

Made = Callable[..., forms.BaseForm]


@dataclass
class World:
    """What the forms are about."""

    version: PlanVersion
    appraisal: Appraisal

    @property
    def results(self) -> list[PlannedResult]:
        return list(self.version.results.all())


def _people() -> list[SimpleNamespace]:
    return [SimpleNamespace(employee=employee(BUDI), part="penilai", may_act=True)]


def _open_now() -> list[SimpleNamespace]:
    return [SimpleNamespace(agreement=SimpleNamespace(pk=7, text="Melatih rekan"))]


def _case() -> CaseVersion:
    mark = {"mark": "meets", "reason": "Terlihat"}
    return CaseVersion(pk=5, number=3, marks={BEHAVIOR_VALUES[0].code: mark})


def _plain(form: type[forms.BaseForm]) -> tuple[type[forms.BaseForm], Callable[[World], Made]]:
    return form, lambda _world: form


def _with(
    form: type[forms.BaseForm], given: Callable[[World], dict[str, Any]]
) -> tuple[type[forms.BaseForm], Callable[[World], Made]]:
    return form, lambda world: lambda **kwargs: form(**given(world), **kwargs)


HOW: dict[type[forms.BaseForm], Callable[[World], Made]] = dict(
    [
        *map(
            _plain,
            (
                accounts.SignInForm,
                accounts.EmailForm,
                accounts.ActivationForm,
                accounts.LostPasswordForm,
                appraisal.UnitGradeForm,
                appraisal.PolicyForm,
                measurement.EvidenceForm,
                measurement.AccountForm,
                measurement.RealizationForm,
                measurement.VerificationForm,
                measurement.CheckForm,
                measurement.ExposureForm,
                measurement.UploadForm,
                measurement.MeasureForm,
                objection.ObjectionAnswerForm,
                objection.DecisionForm,
                period.MoveForm,
                period.PlanningMoveForm,
                year_forms.CloseYearForm,
                year_forms.ReopenYearForm,
                period.HolidaysForm,
                period.CadenceForm,
                period.TrialForm,
                talk_forms.NoticeForm,
                PeriodForm,
                feedback.FeedbackAnswerForm,
                mapping_forms.StartForm,
                organization.WrongAppraiserForm,
                organization.AppraiserForm,
                organization.SuccessorForm,
                organization.HeadForm,
                organization.NumberForm,
                organization.ObjectivesForm,
                organization.ZoneForm,
                organization.DeciderForm,
                outside.OutsideAppraiserForm,
                outside.EndOfficeForm,
                structure.PlacementForm,
                structure.NewEmployeeForm,
                structure.EmployeeDataForm,
                structure.LeavingForm,
                structure.AnnulmentForm,
                structure.NewUnitForm,
                structure.UnitNameForm,
                structure.UnitParentForm,
                structure.UnitClosingForm,
                structure.NewPositionForm,
                structure.PositionForm,
                structure._PostFields,
                credit.CreditForm,
                credit.WithdrawCreditForm,
                employment.TimeAwayForm,
                employment.EndAwayForm,
                employment.WithdrawAwayForm,
                employment.AgreementForm,
                employment.MeasuringStartForm,
                employment.LeaveOutForm,
                role_forms.AccessForm,
                role_forms.EndForm,
                activation_forms.CodesForm,
                place_views.PlaceForm,
                round_forms.OpinionForm,
                round_forms.RecommendationForm,
                finding_forms.MemberForm,
                CertificateCheckForm,
                planning.ReasonForm,
                survey.PointForm,
            ),
        ),
        _with(appraisal.RatingForm, lambda w: {"appraisal": w.appraisal, "held": _held()}),
        _with(ExpectationMarksForm, lambda w: {"results": [{"thread": "a"}], "given": {}}),
        _with(objection.ObjectionForm, lambda w: {"parts": {"hasil": "Hasil kerja"}}),
        _with(DailyForm, lambda w: {"results": w.results}),
        _with(CertificateForm, lambda w: {"planned": _planned()}),
        _with(period.ScheduleForm, lambda w: {"dates": _dates()}),
        _with(talk_forms.TalkForm, lambda w: {"open_now": _open_now()}),
        _with(PlanTalkForm, lambda w: {"open_now": _open_now()}),
        _with(what_if_views.WhatIfForm, lambda w: {"tree": w.appraisal.tree}),
        _with(feedback.FeedbackForm, lambda w: {"subjects": [("Hasil", [("h:1", "Loket")])]}),
        _with(
            mapping_forms.ColumnsForm,
            lambda w: {
                "headers": ("NIP", "NILAI"),
                "sheets": ["Satu", "Dua"],
                "unknown": ["Si Anu"],
                "roles": Target(Measure.objects.get()).roles,
            },
        ),
        _with(grade_forms.UnitGradesForm, lambda w: {"units": list(Unit.objects.all())}),
        _with(proposal_forms.ProposalForm, lambda w: {"heads": [1], "appraised": [1]}),
        _with(round_forms.OpenRoundForm, lambda w: {"units": Unit.objects.all()}),
        _with(case_forms.CaseAnswerForm, lambda w: {"version": _case()}),
        _with(case_forms.CaseForm, lambda w: {"version": _case()}),
        _with(finding_forms._PersonForm, lambda w: {"people": _people()}),
        _with(finding_forms.HearingForm, lambda w: {"people": _people()}),
        _with(finding_forms.ActionForm, lambda w: {"people": _people()}),
        _with(planning.AnnexForm, lambda w: {"version": w.version}),
        _with(planning.ExpectationForm, lambda w: {"version": w.version}),
        _with(planning.ResultForm, lambda w: {"version": w.version, "on": today()}),
        _plain(planning.IndicatorForm),
        _plain(library_forms.LibraryEntryForm),
        _with(RemarksForm, lambda w: {"version": w.version}),
        _with(AgreeForm, lambda w: {"indicators": list(Indicator.objects.filter(result__version=w.version))}),
        _with(DivisionForm, lambda w: {"plan": w.version.plan, "beside": planning.IndicatorForm()}),
        _with(survey.SurveyAnswerForm, lambda w: {"point": SurveyPoint(pk=1)}),
        _with(self_views.SelfAssessmentForm, lambda w: {"subjects": {"satu": "Loket"}, "stored": None}),
        (assistance_views.HelperForm, lambda _world: _helper),
    ]
)


def _helper(**kwargs: Any) -> forms.BaseForm:
    form = assistance_views.HelperForm(**kwargs)
    form.fields["helper"].queryset = Employee.objects.all()
    return form


def _held() -> HeldRating:
    return HeldRating(dict.fromkeys(FIELDS, ""), "", None)


def _planned() -> SimpleNamespace:
    return SimpleNamespace(item=LearningItem(hours=12))


def _dates() -> dict[Step, StepDates]:
    return dict.fromkeys(Step, StepDates(AFTER, AFTER, AFTER))


def all_forms() -> list[type[forms.BaseForm]]:
    """Return every form class of the pages, found by walking, each once."""
    for module in pkgutil.walk_packages(terukur.web.__path__, "terukur.web."):
        if ".static" not in module.name:
            importlib.import_module(module.name)
    found = dict.fromkeys(_below(forms.BaseForm))
    return [form for form in found if form.__module__.startswith("terukur.web")]


def _below(form: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for one in form.__subclasses__():
        yield one
        yield from _below(one)


MODELS = {planning.IndicatorForm: Indicator, planning.ResultForm: PlannedResult}
