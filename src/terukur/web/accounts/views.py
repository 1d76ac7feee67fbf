"""Sign-in, activation and change of password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy

from terukur.accounts.lost_passwords import ask_for_code
from terukur.accounts.operations import ActivationRefused, activate, change_password, set_email
from terukur.web.accounts.forms import ActivationForm, EmailForm, LostPasswordForm, SignInForm
from terukur.web.accounts.waits import know_device
from terukur.web.private_pages import SEEN
from terukur.web.viewer import acting, now, user_of


class SignIn(LoginView):
    """Sign-in by NIP."""

    form_class = SignInForm
    template_name = "web/accounts/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        know_device(self.request, response, form.get_user().get_username())
        return response


class SignOut(LogoutView):
    """Sign-out; the browser drops the pages it kept, for the sake of the next person at the device."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out, and ask the browser to drop its copies."""
        response = super().dispatch(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'
        response.delete_cookie(SEEN, samesite="Lax")
        return response


class ChangePassword(PasswordChangeView):
    """A new password, knowing the present one."""

    template_name = "web/accounts/password.html"
    success_url = reverse_lazy("home")

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Store the password with its ledger entry; other browsers of this person are signed out."""
        user = user_of(self.request)
        change_password(password=form.cleaned_data["new_password1"], acting=acting(self.request))
        update_session_auth_hash(self.request, user)
        messages.success(self.request, "Kata sandi diganti. Mulai sekarang masuklah dengan yang baru.")
        return redirect(self.get_success_url())


def notices(request: HttpRequest) -> HttpResponse:
    """Store the address for the weekly message, or that none is wanted."""
    user = user_of(request)
    form = EmailForm(request.POST or None, initial={"email": user.email})
    if request.method == "POST" and form.is_valid():
        set_email(email=form.cleaned_data["email"], acting=acting(request))
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
            activate(username=data["number"], code=data["code"], password=data["password"], at=now(request))
        except ActivationRefused as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.add_error("password", error)
        else:
            messages.success(request, "Akun aktif. Masuklah dengan kata sandi baru Anda.")
            return redirect("sign-in")
    return render(request, "web/accounts/activate.html", {"form": form})


@login_not_required
def lost_password(request: HttpRequest) -> HttpResponse:
    """Store that a person lost the password; the page and its time are the same for every number."""
    form = LostPasswordForm(request.POST or None)
    asked = request.method == "POST" and form.is_valid()
    if asked:
        ask_for_code(number=form.cleaned_data["number"], at=now(request))
    return render(request, "web/accounts/lost_password.html", {"form": form, "asked": asked})
