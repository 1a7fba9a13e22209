"""The form that makes a link."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from playground.library.models import Image
from playground.review.models import MAX_NAME


class LinkForm(forms.Form):
    """What a link allows. ``images``: what it shows, since drawings cannot be blind."""

    title = forms.CharField(
        max_length=MAX_NAME,
        help_text="Guests read it above the pictures.",
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    may_vote = forms.BooleanField(
        required=False, initial=True, label="Guests may pick, like and rank"
    )
    may_comment = forms.BooleanField(
        required=False, initial=True, label="Guests may comment"
    )
    blind = forms.BooleanField(
        required=False,
        label="Blind: shuffled, of one size, nothing tells how a picture was made",
    )
    show_prompts = forms.BooleanField(required=False, label="Guests see prompts")
    show_prices = forms.BooleanField(required=False, label="Guests see prices")
    last_day = forms.DateField(
        required=False,
        label="Last day (optional)",
        widget=forms.DateInput(attrs={"type": "date", "class": "input"}),
    )
    password = forms.CharField(
        required=False,
        max_length=128,
        strip=False,
        label="Password (optional)",
        help_text="Tell it to your guests by another way than the address.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input"}),
    )

    def clean_last_day(self) -> date | None:
        """Today at the earliest, by the clock here."""
        day: date | None = self.cleaned_data["last_day"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError("This day is over.")
        if day is not None and day.year > timezone.localdate().year + 10:
            raise forms.ValidationError("At most ten years from now.")
        return day

    def __init__(self, *args: Any, images: Sequence[Image] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self._drawings = {image.output_format == Image.Format.SVG for image in images}

    def clean(self) -> None:
        """Refuse what would tell the pictures of a blind link apart."""
        if self.cleaned_data.get("blind") and len(self._drawings) > 1:
            self.add_error(
                "blind",
                "Some of these pictures are drawings (SVG), which anybody knows from "
                "the others. Make two links, or one that is not blind.",
            )
        shown = ("show_prompts", "show_prices")
        if self.cleaned_data.get("blind"):
            for name in shown:
                if self.cleaned_data.get(name):
                    self.add_error(name, "This would tell how a picture was made.")

    @property
    def expires_at(self) -> datetime | None:
        """The last moment of the last day, here."""
        day = self.cleaned_data["last_day"]
        return timezone.make_aware(datetime.combine(day, time.max)) if day else None
