#!/usr/bin/env bash
# Prints the benchmarks: each figure beside its limit or a peer measured in the same run.
# docs/benchmarks.md keeps the last results.
#
# Usage: run.sh BUILD_FOLDER [GROUP...]   (a release build); all groups when none is named
#        run.sh --targets [GROUP...]      prints what has to be built
#
# A new group is a name in `groups`, its targets, and a function run_<name>.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

groups=(compile load client resilience outage publisher cache queue)
declare -A targets=(
  [compile]="redisconf_tool compile_bench reader_bench worst_inputs"
  [load]="load_bench"
  [client]="client_bench"
  [resilience]="resilience_bench"
  [outage]="outage_bench"
  [cache]="cache_bench"
  [publisher]="publisher_bench"
  [queue]="queue_bench"
)

# What a schema costs whoever builds: including the wrapper, generating, checking.
run_compile() {
  echo "compiler: $(c++ --version | head -1)"
  tests/bench/header_cost.sh .
  "$build/bin/compile_bench" "$build/bin/redisconf" schema
  "$build/bin/reader_bench" schema/redis.yaml schema/services/auth.yaml
  "$build/bin/worst_inputs" "$build/bin/redisconf"
}

# What a process pays when it starts: load(), and reading settings after it.
run_load() { "$build/bin/load_bench"; }

# What a call costs, beside raw hiredis and redis-benchmark on the same server.
run_client() { "$build/bin/client_bench"; }
# What circuit breaker and metrics add to a call.
run_resilience() { "$build/bin/resilience_bench"; }
# How long a client needs after an outage, and what it does to the server meanwhile.
run_outage() { "$build/bin/outage_bench"; }
# Hits in memory, calls through Redis, the serializer, and what eviction keeps.
run_cache() { "$build/bin/cache_bench"; }
# What a second of publishing is: into the spool, out of it, straight to Redis.
run_publisher() { "$build/bin/publisher_bench"; }
# Queues, beside BullMQ and bee-queue where npm is there to install them into the build folder.
run_queue() {
  local peers=$build/queue_peers
  if ! command -v npm >/dev/null; then
    echo "no npm: without BullMQ and bee-queue"
    "$build/bin/queue_bench" 5
    return
  fi
  mkdir -p "$peers"
  cp tests/bench/queue_peers/* "$peers"
  (cd "$peers" && npm install --no-audit --no-fund --no-package-lock --silent)
  "$build/bin/queue_bench" 5 "$peers"
}

build=${1:?usage: run.sh BUILD_FOLDER [GROUP...]}
shift
(($#)) || set -- "${groups[@]}"
for group in "$@"; do
  [[ -n ${targets[$group]:-} ]] || { echo "there is no group '$group'; there are: ${groups[*]}" >&2; exit 64; }
done

if [[ $build == --targets ]]; then
  for group in "$@"; do echo "${targets[$group]}"; done
  exit 0
fi
echo "machine: $(nproc) cores, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1), $(uname -sr)"
echo "load: $(cut -d" " -f1-3 /proc/loadavg) (1, 5, 15 minutes)"
for group in "$@"; do "run_$group"; done
