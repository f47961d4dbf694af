# A tag moves. A release passes the digest that it has found under the tag: node:24-bookworm-slim@sha256:…
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src src
# Nothing reads source maps and TypeScript at run time.
RUN npm run build && npm prune --omit=dev --no-audit --no-fund \
  && find dist node_modules -type f \( -name '*.map' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' \) -delete
COPY spec.json LICENSE ./
# Whatever the umask of the checkout: any user may read everything.
RUN chmod -R a+rX,go-w dist node_modules package.json spec.json LICENSE

FROM ${NODE_IMAGE}
# Package managers are for building only.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
    /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn-*
# Airbyte's conventions: a user `airbyte` of id 1000, which owns /airbyte. Node's images have `node` under that id.
RUN groupmod --new-name airbyte node \
 && usermod --login airbyte --home /airbyte --shell /bin/sh node \
 && mkdir -p /airbyte/integration_code /config /secrets \
 && chown airbyte:airbyte /airbyte /config /secrets
WORKDIR /airbyte/integration_code
COPY --from=build /build/package.json /build/spec.json /build/LICENSE ./
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/dist dist

# Three quarters of the container's memory limit for the heap; Node's own share would be half of it. New objects get half of
# what Node.js 20 gives them: with the default of Node.js 24 a read takes 100 MB more at its peak, and is no faster.
ENV NODE_OPTIONS="--max-old-space-size-percentage=75 --max-semi-space-size=8" \
    NODE_ENV=production \
    NODE_NO_WARNINGS=1 \
    TZ=UTC \
    AIRBYTE_ENTRYPOINT="node /airbyte/integration_code/dist/main.js"
USER airbyte
ENTRYPOINT ["node", "/airbyte/integration_code/dist/main.js"]

LABEL io.airbyte.name="source-intercom/source-intercom" \
      io.airbyte.version="0.1.0" \
      org.opencontainers.image.title="source-intercom" \
      org.opencontainers.image.description="Airbyte-compatible source connector for Intercom that never loses a record" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.source="https://github.com/source-intercom/source-intercom" \
      org.opencontainers.image.licenses="MIT"
