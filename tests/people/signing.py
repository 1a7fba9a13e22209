"""People with accounts, and their clients."""

from django.test import Client

from playground.people.models import AuditEntry, Membership, User, Workspace

PASSWORD = "correct horse battery"


def person(name, role=Membership.Role.MAKER, workspace=None):
    user = User.objects.create_user(name, f"{name}@example.org", PASSWORD)
    user.join(workspace or Workspace.objects.default(), role)
    return user


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def sign_in(client, name, password=PASSWORD):
    return client.post("/accounts/login/", {"login": name, "password": password})


def path_of(address):
    return "/" + address.split("/", 3)[3]


def actions():
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
