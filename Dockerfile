# docker build -t shopkeeper .                              CPU
# docker build -t shopkeeper --build-arg ACCELERATOR=gpu \
#     --build-arg BASE=nvidia/cuda:12.8.1-cudnn-runtime-ubuntu22.04 .   CUDA (the base must have Python 3.11)
# docker run -p 8000:8000 -v shopkeeper:/data shopkeeper

ARG BASE=python:3.11-slim

# The model is trained here, so that torch does not come along.
FROM python:3.11-slim AS prepared
WORKDIR /app
COPY . .
RUN pip install --no-cache-dir ".[cpu,train]" && python -m bot prepare --data /prepared

FROM ${BASE}
ARG ACCELERATOR=cpu
WORKDIR /app
COPY pyproject.toml README.md ./
COPY analytics analytics
COPY bot bot
COPY configs configs
COPY knowledge_base knowledge_base
COPY nlu nlu
COPY retrieval retrieval
RUN python3 -m pip install --no-cache-dir ".[${ACCELERATOR},postgres,redis]" \
    && useradd --create-home --uid 10001 shopkeeper \
    && mkdir /data && chown shopkeeper /data
COPY --from=prepared --chown=shopkeeper /prepared /data
USER shopkeeper
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s CMD ["python3", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/ready')"]
CMD ["python3", "-m", "bot", "serve", "--host", "0.0.0.0", "--port", "8000", "--data", "/data"]
