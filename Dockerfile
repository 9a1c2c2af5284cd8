# Kith in an image: built with the Rust that the workspace names, run by nobody in particular on a small Debian.
#
#   docker build -t kith .
#   docker run -p 8080:8080 -v kith:/var/lib/kith kith

FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked --package kith \
    && cp target/release/kith /kith

FROM debian:bookworm-slim
# Certificate authorities, for a database that is reached encrypted.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/kith --create-home kith
COPY --from=build /kith /usr/local/bin/kith
USER 10001
WORKDIR /var/lib/kith
VOLUME /var/lib/kith
# Any key of the configuration is a variable: KITH_NAME, KITH_PUBLIC_URL, KITH_DATABASE_URL_FILE, … Without one for the
# database it is kith.db in the volume.
ENV KITH_LISTEN=0.0.0.0:8080
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=6s --start-period=30s --retries=3 CMD ["kith", "healthcheck"]
# SIGTERM, docker's own, lets it answer what is under way: up to ten seconds, so give it more than docker's ten.
STOPSIGNAL SIGTERM
ENTRYPOINT ["kith"]
CMD ["serve"]
