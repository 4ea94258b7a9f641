# Build: every requirement pinned and checked by hash, into one virtual environment without pip.
FROM python:3.11-slim-bookworm AS build
WORKDIR /build
RUN python -m venv --without-pip /opt/advisor
COPY requirements/build.txt requirements/run.txt requirements/
RUN python -m pip install --no-cache-dir --require-hashes -r requirements/build.txt \
    && python -m pip --python /opt/advisor/bin/python install --no-cache-dir --require-hashes \
        -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY knowledge knowledge
COPY engine engine
COPY bot bot
RUN python -m pip wheel --no-cache-dir --no-build-isolation --no-deps --wheel-dir dist . \
    && python -m pip --python /opt/advisor/bin/python install --no-cache-dir --no-index --no-deps \
        dist/*.whl

# Run: Python, that environment, and a user that owns nothing but the data directory.
FROM python:3.11-slim-bookworm
RUN install --directory --owner=10001 --group=10001 /data
COPY --from=build /opt/advisor /opt/advisor
ENV PATH=/opt/advisor/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATA_DIR=/data \
    HOST=0.0.0.0 \
    PORT=3000
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=3s --start-period=15s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=2)"]
ENTRYPOINT ["orchestrator"]
CMD ["serve"]
