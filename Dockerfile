# One image for web, worker, beat and the one-off preparation.
FROM docker.io/library/python:3.11-slim-bookworm

# What WeasyPrint needs and no wheel brings; without the last one a PDF takes eighteen times as long.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /srv/iisa
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 LANG=C.UTF-8 \
    DJANGO_SETTINGS_MODULE=agency.settings AGENCY_DATA=/data

COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.txt

COPY . ./
RUN python -c "from launch.prepare import translations; translations()" \
 && useradd --uid 10001 --home-dir /data --no-create-home iisa \
 && install -d -o iisa -g iisa -m 700 /data
USER iisa
VOLUME /data
EXPOSE 8000
