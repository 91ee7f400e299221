# Footnote in a container: Python packages from the lock file with their hashes checked,
# an ordinary user, and a file system that may be mounted read-only apart from /app/data.

ARG PYTHON=3.13

# --- Builds the virtual environment; its tools stay behind ---------------------------------
FROM python:${PYTHON}-slim AS build

WORKDIR /build
RUN python -m venv /app/.venv
ENV PATH=/app/.venv/bin:$PATH PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1

# The packages first: they change seldom, so this layer is kept from build to build.
COPY requirements/build.txt requirements/run.txt requirements/
RUN pip install --require-hashes --no-deps -r requirements/run.txt

COPY pyproject.toml README.md LICENSE ./
COPY bot bot
RUN python -m venv /tmp/tools \
    && /tmp/tools/bin/pip install --require-hashes --no-deps -r requirements/build.txt \
    && /tmp/tools/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /tmp/wheel . \
    && pip install --no-deps /tmp/wheel/*.whl

# --- What runs ---------------------------------------------------------------------------
FROM python:${PYTHON}-slim

RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin footnote \
    && install --directory --owner=footnote --group=footnote /app/data
WORKDIR /app
COPY --from=build /app/.venv /app/.venv
COPY config config
COPY knowledge knowledge

ENV PATH=/app/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MPLCONFIGDIR=/app/data/matplotlib \
    FOOTNOTE_DATABASE_URL=sqlite+aiosqlite:////app/data/footnote.db \
    FOOTNOTE_HEALTH_PORT=8080

USER footnote
VOLUME /app/data

# Alive is whoever answers; a container that waits for Discord to come back is not restarted.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["footnote", "health"]

# footnote is process 1: SIGTERM reaches it, and it finishes what is in flight.
STOPSIGNAL SIGTERM
ENTRYPOINT ["footnote"]
CMD ["run"]
