#!/usr/bin/env bash
# Prints the benchmarks: each figure beside its limit or a peer measured in the same run.
# Usage: run.sh BUILD_FOLDER (a release build). docs/benchmarks.md keeps the last results.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
build=${1:?usage: run.sh BUILD_FOLDER}

echo "machine: $(nproc) cores, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1), $(uname -sr)"
echo "load: $(cut -d" " -f1-3 /proc/loadavg) (1, 5, 15 minutes)"
echo "compiler: $(c++ --version | head -1)"
tests/bench/header_cost.sh .
"$build/bin/compile_bench" "$build/bin/redisconf" schema
"$build/bin/reader_bench" schema/redis.yaml schema/services/auth.yaml
"$build/bin/worst_inputs" "$build/bin/redisconf"
