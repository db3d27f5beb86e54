redisconf: 1
service: {{NAME}}
summary: {{SUMMARY}}
key_prefix: "{{NAME}}:"

# What this service needs of Redis. Each entry becomes a typed member of its wrapper; remove the
# "# " before what you take.
#
# caches:
#   sessions:
#     doc: One signed-in browser each.
#     ttl: 30m
#
# channels:
#   user_events:
#     doc: Tells other services that a user signed in or out.
#     spool: 64MiB
#
# queues:
#   reports:
#     doc: Reports that a worker builds.
#     max_attempts: 5
#
# custom:
#   max_login_attempts:
#     doc: Failed attempts before an account pauses.
#     type: integer
#     default: 5
#
# environments:
#   production:
#     pool: {connections: 8}
