"""The forms of the Secretariat's reviewers on a request under review."""

from notices.forms.steps import DisagreeForm, RefuseForm, VersionForm

__all__ = ["ConfirmForm", "DisagreeForm", "RefuseForm", "ReleaseForm"]


class ReleaseForm(VersionForm):
    """A release of the version that was read."""


class ConfirmForm(VersionForm):
    """The second reviewer's word on the refusal that was read."""
