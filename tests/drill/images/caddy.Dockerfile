# Stands in for the proxy's image: Debian's Caddy, and the program that the health check calls.
FROM localhost/iisa-drill/debian
RUN apt-get update \
 && apt-get install -y --no-install-recommends caddy wget \
 && rm -rf /var/lib/apt/lists/*
ENV XDG_CONFIG_HOME=/config XDG_DATA_HOME=/data
WORKDIR /srv
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
