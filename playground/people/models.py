"""The user model, from day one our own, so that accounts need no rewrite."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager


class PersonManager(UserManager["User"]):
    def local(self) -> "User":
        """Return the one person of an installation without accounts.

        Created on first use; has no usable password.
        """
        person, made = self.get_or_create(username=User.LOCAL)
        if made:
            person.set_unusable_password()
            person.save(update_fields=["password"])
        return person


class User(AbstractUser):
    """A person who owns generations and images."""

    LOCAL = "local"

    objects: ClassVar[PersonManager] = PersonManager()
