#!/usr/bin/env bash
# What including a wrapper's header adds to the compile time of an empty C++ file.
# Usage: header_cost.sh PROJECT_ROOT
set -euo pipefail
cd "${1:?usage: header_cost.sh PROJECT_ROOT}"
# shellcheck source=tests/bench/timing.sh
. tests/bench/timing.sh

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
echo '' >"$scratch/empty.cpp"
echo '#include "services/auth/generated/redis_config.h"' >"$scratch/wrapper.cpp"
echo '#include <string>' >"$scratch/string.cpp"
echo '#include <redisconf/config/settings.h>' >"$scratch/settings.cpp"

for compiler in g++ clang++; do
  command -v "$compiler" >/dev/null || continue
  compile="$compiler -std=c++20 -O1 -c -I. -Iruntime/config/include -o $scratch/out.o $scratch"
  mapfile -t median < <(alternate 25 "$compile/empty.cpp" "$compile/wrapper.cpp" "$compile/string.cpp" "$compile/settings.cpp")
  echo "redis_config.h, $compiler: +$(in_ms $((median[1] - median[0]))) (limit 10 ms, aim 5 ms)" \
    "| <string>: +$(in_ms $((median[2] - median[0])))" \
    "| settings.h: +$(in_ms $((median[3] - median[0])))" \
    "| empty file: $(in_ms "${median[0]}")"
done
