"""The standing of a user is what the dated rows say on that day."""

from datetime import date, timedelta

import pytest

from terukur.accounts.models import User
from terukur.organization.models import ReportingLine, RoleGrant
from terukur.organization.queries import user_with_standing
from tests.support.cast import BUDI, CITRA, employee

STARTS, ENDS = date(2026, 3, 2), date(2026, 4, 30)
DAYS = (date(2024, 12, 31), STARTS - timedelta(1), STARTS, ENDS, ENDS + timedelta(1), date(2027, 1, 1))


@pytest.mark.parametrize("day", DAYS)
def test_roles_and_team_are_those_of_the_day(version, day):
    budi = employee(BUDI)
    RoleGrant.objects.create(user=budi.user, role="auditor", starts=STARTS, ends=ENDS)
    RoleGrant.objects.create(user=budi.user, role="performance-team", starts=ENDS)
    ReportingLine.objects.filter(appraiser=employee(CITRA)).update(starts=STARTS, ends=ENDS)
    for user in User.objects.all():
        found = user_with_standing(user.pk, on=day)
        roles = RoleGrant.objects.on(day).filter(user=user).values_list("role", flat=True)
        assert sorted(found._standing[1].roles) == sorted(roles)
        has_team = ReportingLine.objects.on(day).filter(appraiser__user=user).exists()
        assert found._standing[1].has_team is has_team
    is_between = STARTS <= day <= ENDS
    standing = user_with_standing(budi.user_id, on=day)._standing[1]
    assert ("auditor" in standing.roles, "performance-team" in standing.roles) == (is_between, day >= ENDS)
    assert user_with_standing(employee(CITRA).user_id, on=day)._standing[1].has_team is is_between
