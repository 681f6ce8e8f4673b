# PostgreSQL with the extension installed: docker build --build-arg PG=18 --tag badges .
# Then as the image it is made from: docker run --env POSTGRES_PASSWORD=... badges, and CREATE EXTENSION badges.
ARG PG=18

FROM postgres:${PG}-trixie AS build
ARG PG
# Debian keeps the newest version of a package only, so none is named.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        ca-certificates clang gcc libc6-dev make pkg-config python3 python3-pip rustup util-linux \
        "postgresql-server-dev-${PG}" \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home build
USER build
WORKDIR /home/build/badges
COPY --chown=build . .
ENV BADGES_CACHE=/home/build/cache
RUN bash -c 'source scripts/env.sh \
    && scripts/setup.sh --tools-only \
    && pg_config=/usr/lib/postgresql/$PG/bin/pg_config \
    && PGRX_PG_CONFIG_PATH=$pg_config cargo pgrx package --pg-config "$pg_config" \
        --no-default-features --features "pg$PG" --out-dir /home/build/package'

FROM postgres:${PG}-trixie
COPY --from=build /home/build/package/usr/ /usr/
