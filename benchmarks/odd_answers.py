"""Answers that no server should give, each over a real connection to the real client:
`tests/providers/odd_answers.py` holds them. Kept is what was delivered whole, told what
had to be said. Asked: 0 in the last two columns."""

import os
from collections import Counter

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.conf import settings

    from playground.imaging.outcome import Outcome
    from playground.providers import receiving
    from tests.providers import odd_answers as table

    receiving.GRACE_S = 0.3
    counts: Counter[str] = Counter()
    for odd in table.ODD:
        found = table.run_odd(settings, odd)
        images = list(found.images) if isinstance(found, Outcome) else []
        kept = [image.data for image in images]
        words = table.words(found).strip()
        counts["delivered"] += len(odd.kept)
        counts["kept"] += sum(one in kept for one in odd.kept)
        told_wrong = odd.told not in words or (odd.silent and words)
        invented = [one for one in kept if one not in odd.kept]
        counts["told wrong"] += bool(told_wrong or invented)
        if told_wrong or invented or kept != odd.kept:
            print(f"  {odd.name}: {words[:100]}")
    print("answers  pictures delivered  kept  lost  told wrong")
    print(
        f"{len(table.ODD):7}  {counts['delivered']:18}  {counts['kept']:4}  "
        f"{counts['delivered'] - counts['kept']:4}  {counts['told wrong']:10}"
    )


if __name__ == "__main__":
    main()
