"""manage.py first_administrator EMAIL: the way into a new installation, for its first two."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from central_offices.accounts import invitations
from central_offices.models import CentralOffice, Invitation, Officer, RoleGrant
from central_offices.two_persons import commissioning
from kernel import database_roles
from kernel.errors import NotReady

ADMINISTRATORS_NEEDED = 2  # what one proposes another confirms


class Command(BaseCommand):
    help = (
        "Create one of the first two administrators, or another where fewer than two are left, "
        "and print the one-time link by which he comes in. Once the installation is commissioned "
        "this needs DATABASE_OWNER_URL."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("email", help="The administrator's e-mail address")
        parser.add_argument("--office", default="AGY", help="The General Secretariat's code")
        parser.add_argument("--name", default="Administrator", help="The administrator's name")

    def handle(self, *args: Any, email: str, office: str, name: str, **options: Any) -> None:
        row = CentralOffice.objects.filter(code=office, kind="SECRETARIAT").first()
        if row is None:
            raise CommandError(f"{office} is not the General Secretariat. Seed the offices first.")
        self._demand_first(email.casefold())
        try:
            link = self._invite(email, name, row)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except NotReady as error:
            raise CommandError(str(error)) from error
        except IntegrityError as error:
            raise CommandError(
                "Only the owner of the database brings in an administrator now: run this where "
                "DATABASE_OWNER_URL is set, in containers by `docker compose run --rm prepare "
                "python manage.py first_administrator …`."
            ) from error
        self.stdout.write("This link works once, within 72 hours:")
        self.stdout.write(link)

    @staticmethod
    def _invite(email: str, name: str, office: CentralOffice) -> str:
        """By the application while the installation is set up, by the owner of the database after
        that.
        """
        if commissioning.being_set_up():
            return invitations.first_administrator(email, name, office)
        with database_roles.as_the_owner():
            return invitations.first_administrator(email, name, office)

    @staticmethod
    def _demand_first(email: str) -> None:
        """Nobody comes in this way beside two administrators, who can invite."""
        held = RoleGrant.objects.in_force().filter(role="ADMINISTRATOR", officer__is_active=True)
        came_in = held.exclude(officer__password__startswith="!")
        if came_in.count() >= ADMINISTRATORS_NEEDED:
            raise CommandError("There are two administrators already, who can invite others.")
        invited = held.filter(officer__invitations__in=Invitation.objects.open())
        others = (came_in | invited).exclude(officer__email__iexact=email)
        if others.values("officer").distinct().count() >= ADMINISTRATORS_NEEDED:
            raise CommandError(
                "Two have a link or came in already. Give a new link to one of them, or wait until "
                "a link has run out."
            )
        known = Officer.objects.filter(email__iexact=email)
        if known.exclude(pk__in=held.values("officer")).exists():
            raise CommandError("There is an officer with this address. Name another one.")
