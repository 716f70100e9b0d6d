# Runs the demo: the bundled articles become a graph, and graph.html a page to open.
#   docker build -t diplokg . && docker run --rm -v "$PWD:/out" -u "$(id -u)" diplokg
# Articles of your own, in the folder where you are: docker run … diplokg kg build articles
FROM python:3.11-slim

WORKDIR /app
COPY pyproject.toml setup.cfg setup.py README.md LICENSE ./
COPY kg ./kg
COPY ontology ./ontology
COPY corpus ./corpus
RUN python3 -m venv .venv && .venv/bin/pip install -q .

# Nobody needs to be root from here on.
RUN useradd --uid 1000 reader && mkdir /out && chown reader /out
USER reader
ENV PATH=/app/.venv/bin:$PATH
WORKDIR /out
CMD ["kg", "demo"]
