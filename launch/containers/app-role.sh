#!/bin/sh
# Runs once, on an empty database volume: the role of web, worker and beat. The owner only migrates.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
     --set password="$(cat "$APP_PASSWORD_FILE")" <<'SQL'
CREATE ROLE iisa_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'password';
SQL
