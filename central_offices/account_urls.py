"""The pages of allauth that officers use; those for signing up and changing addresses are left out.

allauth looks some of them up by name, so the names that it needs lead to the nearest page of ours.
"""

from allauth.account import views
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from central_offices.views import my_account, proof

to_sign_in = login_not_required(RedirectView.as_view(pattern_name="account_login"))
to_my_account = RedirectView.as_view(pattern_name="my_account")

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", proof.page, name="account_reauthenticate"),
    path("2fa/reauthenticate/", proof.page, name="mfa_reauthenticate"),
    path("2fa/webauthn/reauthenticate/", proof.page, name="mfa_reauthenticate_webauthn"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", my_account.sessions, name="usersessions_list"),
    path("signup/", to_sign_in, name="account_signup"),
    path("email/", to_my_account, name="account_email"),
    path("password/set/", to_my_account, name="account_set_password"),
    path("confirm-email/", to_sign_in, name="account_email_verification_sent"),
]
