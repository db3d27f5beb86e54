// What counts as a finding in files that hold settings.
#include "found.h"
#include "support/catch.h"

using namespace redisconf::compiler::scan::test;

TEST_CASE(".env files") {
  CHECK(found_at(".env", "REDIS_HOST=h\nexport REDIS_PORT=\"6380\"  # main\nOTHER=x\n") ==
        Lines{"1:12 connection.host h", "2:20 connection.port 6380"});
  CHECK(found(".env.staging", "REDIS_HOST=${CACHE_HOST:-localhost}\n") ==
        Lines{"connection.host CACHE_HOST, else localhost"});
  CHECK(found(".env", "CACHE_URL=rediss://h:1/2\n") ==
        Lines{"connection.database 2", "connection.host h", "connection.port 1", "tls.enabled true"});
  CHECK(found(".env", "REDIS_TTL=3600\n") == Lines{"other.redis_ttl (set)"});
  CHECK(found(".env", "BROKER_URL=amqp://rabbit # redis was here\n").empty());
}

TEST_CASE("Dockerfiles") {
  CHECK(found("Dockerfile",
              "ENV REDIS_HOST=h \\\n    REDIS_PORT='6380'\nENV REDIS_DB 4\nARG REDIS_TLS=true\n") ==
        Lines{"connection.host h", "connection.port 6380", "connection.database 4", "tls.enabled true"});
  CHECK(found("Dockerfile", "RUN echo REDIS_HOST=h\n").empty());
}

TEST_CASE("properties, ini and toml") {
  CHECK(found("a.properties",
              "spring.data.redis.host=h\nspring.redis.ssl.enabled=true\nspring.redis.timeout=2000\n") ==
        Lines{"connection.host h", "tls.enabled true", "timeouts.command 2s"});
  CHECK(found("a.ini", "[redis]\nhost = h\nport: 6380\n[mail]\nhost = m\n") ==
        Lines{"connection.host h", "connection.port 6380"});
  CHECK(found("a.toml", "[cache.redis]\nhost = \"h\"  # main\n[database]\nport = 5432\n") ==
        Lines{"connection.host h"});
}

TEST_CASE("YAML sections are Redis' when a key above says so") {
  const std::string section =
      "redis:\n  host: h\n  tls: {enabled: true, ca: /ca.pem}\n  pool:\n    size: 8\n";
  CHECK(found("a.yml", section) ==
        Lines{"connection.host h", "tls.enabled true", "tls.ca (a file)", "pool.connections 8"});
  CHECK(found("a.yml", "mail:\n  host: m\nredis_url: redis://h\n") ==
        Lines{"connection.host h", "tls.enabled false"});
  CHECK(found("config/redis.yml", "production:\n  host: h\n") == Lines{"connection.host h"});
  CHECK(found("a.yml", "redis:\n  resources:\n    timeout: 5\n  persistence:\n    size: 8Gi\n").empty());
}

TEST_CASE("lists of variables") {
  CHECK(found("a.yaml", "env:\n  - name: REDIS_HOST\n    value: h\n  - name: OTHER\n    value: x\n") ==
        Lines{"connection.host h"});
  CHECK(found("a.yaml", "env:\n  - name: REDIS_PASSWORD\n    valueFrom:\n      secretKeyRef: {key: k}\n") ==
        Lines{"connection.password (computed)"});
  CHECK(found("a.yaml",
              "environment:\n  - REDIS_HOST=h\n  - \"REDIS_PORT=${PORT:-1}\"\n  - REDIS_PASSWORD\n") ==
        Lines{"connection.host h", "connection.port PORT, else 1", "connection.password REDIS_PASSWORD"});
}

TEST_CASE("a container that is called redis is no section") {
  const std::string compose =
      "services:\n  redis:\n    hostname: cache\n    healthcheck:\n      timeout: 3s\n      retries: 5\n"
      "    ports: [\"1:1\"]\n  web:\n    ports:\n      - \"8080:80\"\n      - 6380:6379\n      - "
      "127.0.0.1:6390:6379/tcp\n";
  CHECK(found("docker-compose.yml", compose) == Lines{"connection.port 6380", "connection.port 6390"});
}

TEST_CASE("templates in YAML") {
  CHECK(found("cable.yml", "url: <%= ENV.fetch('REDIS_URL') { 'redis://localhost:1' } %>\n") ==
        Lines{"connection.host REDIS_URL, else localhost", "connection.port REDIS_URL, else 1",
              "connection.url REDIS_URL, else redis://localhost:1", "tls.enabled REDIS_URL, else false"});
  CHECK(found("values.yaml", "redis:\n  host: {{ .Values.host }}\n  port: \"{{ .Values.port }}\"\n") ==
        Lines{"connection.host (computed)", "connection.port (computed)"});
}

TEST_CASE("shell scripts") {
  CHECK(
      found("run.sh", "export REDIS_HOST=\"${REDIS_HOST:-localhost}\"\nif [ x = y ]; then :; fi # redis\n") ==
      Lines{"connection.host REDIS_HOST, else localhost"});
}
