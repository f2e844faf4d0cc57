#!/bin/sh
# Runs once, on an empty database volume, as the superuser whom nothing else uses: the role of web,
# worker and beat, the owner of the tables, which only migrates, and one that dumps: it reads past the
# policies of rows, and has no password for the network. None is a superuser.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
     --set password="$(cat "$APP_PASSWORD_FILE")" --set owner="$(cat "$OWNER_PASSWORD_FILE")" \
     --set database="$POSTGRES_DB" <<'SQL'
CREATE ROLE iisa_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'password';
CREATE ROLE iisa_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'owner';
CREATE ROLE iisa_backup LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS;
GRANT pg_read_all_data TO iisa_backup;
GRANT iisa_app TO iisa_owner;
ALTER DATABASE :"database" OWNER TO iisa_owner;
REVOKE TEMPORARY ON DATABASE :"database" FROM PUBLIC;
REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC;
SQL
