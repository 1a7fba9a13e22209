"""Doing one thing with many pictures, as the page of the gallery does."""

URL = "/gallery/organise/"


def do(client, action, **values):
    return client.post(
        URL, {"action": action, "target": "search", **values}, follow=True
    )


def found_by(client, query):
    return {
        it["code"] for it in client.get("/gallery.json", {"q": query}).json()["images"]
    }


def undo(client):
    """Press the button that offers to take back what was done last."""
    steps = client.session.get("done_with_many", [])
    pressed = {"id": steps[-1]["id"] if steps else ""}
    return client.post("/gallery/undo/", pressed, follow=True)
