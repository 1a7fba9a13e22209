# Image Playground. Built for linux/amd64 and linux/arm64:
#   docker buildx build --platform linux/amd64,linux/arm64 -t image-playground .
# All it writes goes to /data; the rest of the file system may be read-only.

FROM python:3.11.14-slim-trixie AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
RUN python -m venv /venv
COPY requirements.txt .
RUN /venv/bin/pip install --require-hashes --only-binary :all: -r requirements.txt
COPY manage.py ./
COPY playground ./playground
COPY static ./static
COPY templates ./templates
# Static files do not change afterwards, so they are part of the image.
RUN PLAYGROUND_DATA_DIR=/tmp/build PLAYGROUND_STATIC_ROOT=/app/collected \
    /venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && /venv/bin/python -m compileall -q playground

FROM python:3.11.14-slim-trixie
# pg_dump and pg_restore for backups, as new as the server in compose.yaml.
RUN apt-get update \
    && apt-get install -y --no-install-recommends "postgresql-client-17=17.*" \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --home-dir /data --shell /usr/sbin/nologin playground \
    && install -d -o playground -g playground /data /data/tmp
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    # Uploads on their way, up to 800 MB each: on the volume, not in memory.
    TMPDIR=/data/tmp \
    PLAYGROUND_DATA_DIR=/data \
    PLAYGROUND_STATIC_ROOT=/app/collected \
    PLAYGROUND_HOST=0.0.0.0 \
    PLAYGROUND_SERVER=granian
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-m", "playground.alive"]
ENTRYPOINT ["python", "manage.py"]
CMD ["serve", "--no-worker"]
