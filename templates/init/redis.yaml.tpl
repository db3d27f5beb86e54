# What every service shares. One file a service stands in services/.
# After a change: redisconf generate. What a change does to production: effective.yaml.
redisconf: 1

environment:                     # how a process learns where it runs
  variables: [ENVIRONMENT, APP_ENV]
  aliases: {dev: development, stage: staging, prod: production}

# Every environment begins with these; an environment or a service may set its own.
defaults:
{{#FROM_NOTHING}}  timeouts: {connect: 1s, command: 500ms, health: 2s}
  retry: {max_attempts: 10, initial_backoff: 50ms, max_backoff: 3s}
  circuit_breaker: {failure_threshold: 5, recovery_timeout: 1s}
{{/FROM_NOTHING}}{{DEFAULTS}}
environments:
  development:
    default: true                # a process that names no environment is here
    connection: {host: localhost}
    fallback: memory             # works without a Redis, as long as the process lives
  test:
    connection: {host: localhost, database: 15}
  production:
    strict: true                 # named host, password and verified TLS, or it does not start
{{NOTES}}    connection:
      host: {env: {{HOST_VARIABLE}}}    # no default: missing is an error at start-up
      port: {env: {{PORT_VARIABLE}}, default: 6379}
      password: {secret: redis-password}
    tls: {verify: full}          # a private authority: ca: {secret: redis-ca-cert}
{{#FROM_NOTHING}}    pool: {connections: 4}
{{/FROM_NOTHING}}  staging:
    extends: production          # its settings and its strictness
{{#FROM_NOTHING}}    pool: {connections: 2}
{{/FROM_NOTHING}}