"""Sign-in, activation and change of password."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy

from terukur.accounts.operations import ActivationRefused, activate, set_email
from terukur.web.accounts.forms import ActivationForm, EmailForm, SignInForm
from terukur.web.viewer import now, user_of


class SignIn(LoginView):
    """Sign-in by NIP."""

    form_class = SignInForm
    template_name = "web/accounts/sign_in.html"
    redirect_authenticated_user = True


class ChangePassword(PasswordChangeView):
    """A new password, knowing the present one."""

    template_name = "web/accounts/password.html"
    success_url = reverse_lazy("home")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Keep the new password and say so."""
        messages.success(
            self.request, "Kata sandi diganti. Mulai sekarang masuklah dengan yang baru."
        )
        return super().form_valid(form)


def notices(request: HttpRequest) -> HttpResponse:
    """Where the weekly message goes, or that none is wanted."""
    user = user_of(request)
    form = EmailForm(request.POST or None, initial={"email": user.email})
    if request.method == "POST" and form.is_valid():
        set_email(user=user, email=form.cleaned_data["email"], at=now())
        messages.success(request, "Tersimpan.")
        return redirect("home")
    return render(request, "web/accounts/notices.html", {"form": form})


@login_not_required
def activation(request: HttpRequest) -> HttpResponse:
    """Choose the first password with a code from paper."""
    form = ActivationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            activate(
                username=data["number"], code=data["code"], password=data["password"], at=now()
            )
        except ActivationRefused as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.add_error("password", error)
        else:
            messages.success(request, "Akun aktif. Masuklah dengan kata sandi baru Anda.")
            return redirect("sign-in")
    return render(request, "web/accounts/activate.html", {"form": form})
