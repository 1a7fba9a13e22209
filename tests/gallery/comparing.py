"""Asking for the page of Compare, and reading it."""


def address(*codes, path="/compare/", **more):
    query = "&".join(
        [f"image={getattr(code, 'code', code)}" for code in codes]
        + [f"{name}={value}" for name, value in more.items()]
    )
    return f"{path}?{query}"


def panes_of(soup):
    return [pane["data-code"] for pane in soup.select(".panes > .pane")]


def notices_of(soup):
    return [
        note.get_text(" ", strip=True) for note in soup.select(".compare-notices p")
    ]


def row_of(soup, name):
    return [
        cell.get_text(" ", strip=True)
        for cell in soup.select_one(f'tr[data-row="{name}"]').select("td")
    ]
