# The product for a container: web, worker, beat and one-off commands are this one image with different commands.
# No PostgreSQL, Redis or mail server inside; docker-compose.yml shows how they fit together.

FROM node:24-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev

FROM python:3.11-slim-bookworm AS packages
RUN python -m venv /opt/venv
COPY requirements.txt ./
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --create-home waymark && install -d -o waymark -g waymark /srv/files /srv/seal/certificates /srv/seal/private
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY . ./
COPY --from=assets /build/node_modules ./node_modules
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STATIC_ROOT=/app/staticfiles \
    WAYMARK_FILES=/srv/files \
    SEAL_KEYS_DIR=/srv/seal \
    WEB_BIND=0.0.0.0:8000
# The variables only let the settings load; nothing is signed or reached here, and none of them stays in the image.
RUN pybabel compile --directory locale --domain django \
    && python config/signing_font.py \
    && SECRET_KEY=building FACTOR_KEYS=building DATABASE_URL=postgresql://building REDIS_URL=redis://building \
       python manage.py collectstatic --noinput --verbosity 0
USER waymark
VOLUME /srv/files
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application"]
