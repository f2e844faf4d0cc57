# Stands in for Valkey's image: the server of the tests' wheel, and Debian's client under its name.
FROM localhost/iisa-drill/debian
RUN apt-get update \
 && apt-get install -y --no-install-recommends redis-tools \
 && rm -rf /var/lib/apt/lists/* \
 && ln -s redis-cli /usr/bin/valkey-cli \
 && useradd --system --home-dir /data valkey && install -d -o valkey -g valkey /data
COPY valkey-server /usr/local/bin/
WORKDIR /data
USER valkey
EXPOSE 6379
CMD ["valkey-server"]
