"""What the worker does. Tasks take ids only and read the rows again."""

from playground.core.tasks import task
from playground.library.models import Image
from playground.library.thumbnails import thumbnails_make
from playground.runs.running import generation_run


@task(queue_name="images")
def run_generation(pk: int) -> None:
    generation_run(pk)


@task()
def make_thumbnails(pk: int) -> None:
    image = Image.objects.filter(pk=pk).first()
    if image is not None:
        thumbnails_make(image)
