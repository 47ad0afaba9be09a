FROM python:3.12-slim AS build
RUN pip install --no-cache-dir uv==0.13.9
ENV UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_PROJECT_ENVIRONMENT=/opt/claimdesk \
    UV_PYTHON_DOWNLOADS=never
WORKDIR /build
# What the product needs changes less often than the product.
COPY pyproject.toml uv.lock README.md ./
RUN uv sync --frozen --no-dev --no-install-project
COPY service ./service
RUN uv sync --frozen --no-dev --no-editable

FROM python:3.12-slim
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /data claimdesk \
    && install -d -o claimdesk -g claimdesk -m 700 /data
COPY --from=build /opt/claimdesk /opt/claimdesk
ENV PATH=/opt/claimdesk/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ORT_DISABLE_TELEMETRY=1 \
    CLAIMDESK_DATA_DIR=/data
USER claimdesk
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
# There is no authentication yet: publish the port on a loopback address only, such as
# docker run -p 127.0.0.1:8000:8000 ...
CMD ["claimdesk", "serve", "--host", "0.0.0.0", "--port", "8000"]
