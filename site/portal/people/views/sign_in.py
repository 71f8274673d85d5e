"""The sign-in page, for somebody whose sign-up still waits for a code (PE-01)."""

from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import EmailVerificationStage, LoginStage
from allauth.account.views import LoginView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponseRedirect


class SignInView(LoginView):
    """allauth leads whoever began to sign up back to the code, for ever. Here “Sign in” is a way out of it.

    Our email may say that there is an account already, and no code. Whoever presses “Sign in” therefore signs in, with
    or without an account; a new account's code is sent again then. Who is only led here on the way to another
    page comes back to the code. Both go the same way, so that nobody learns who has an account.
    """

    def _redirect_to_pending_stage(
        self, request: HttpRequest, stage: LoginStage
    ) -> HttpResponseRedirect | None:
        if stage.key != EmailVerificationStage.key or REDIRECT_FIELD_NAME in request.GET:
            return super()._redirect_to_pending_stage(request, stage)
        if process := EmailVerificationProcess.resume(request):
            process.abort()
        clear_login(request)
        return None
