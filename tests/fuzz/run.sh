#!/usr/bin/env bash
# Lets each fuzz target search for faults. Usage: run.sh BUILD_FOLDER SECONDS TARGET...
# What it learns stays in BUILD_FOLDER/corpus, what it finds in BUILD_FOLDER/found. Exits with 1
# when a target found a fault.
set -euo pipefail
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
root=$(realpath "$here/../..")
build=$(realpath -e "${1:?usage: run.sh BUILD_FOLDER SECONDS TARGET...}")
seconds=${2:?usage: run.sh BUILD_FOLDER SECONDS TARGET...}
shift 2

# The folders that hold seeds of a target, as tests/fuzz/CMakeLists.txt names them.
seeds_of() {
  echo "$here/seeds/$1"
  case $1 in
    scan) echo "$root/tests/generator/scan/fixtures" ;;
    url | env_file | values) ;;
    *) printf '%s\n' "$root/schema" "$root/tests/generator/golden" "$root/tests/generator/bad_schemas" ;;
  esac
}

# Short inputs find more in the same time: a scan reads each once in every language.
max_length() {
  case $1 in
    scan) echo 1500 ;;
    values) echo 300 ;;
    *) echo 8192 ;;
  esac
}

dictionary() {
  case $1 in
    url | env_file | values) echo "$here/config.dict" ;;
    *) echo "$here/yaml.dict" ;;
  esac
}

status=0
for target in "$@"; do
  corpus=$build/corpus/$target found=$build/found/$target log=$build/fuzz_$target.log
  mkdir -p "$corpus" "$found"
  mapfile -t seeds < <(seeds_of "$target")
  echo "fuzz_$target: $seconds s"
  if nice -n 10 "$build/bin/fuzz_$target" -max_total_time="$seconds" -max_len="$(max_length "$target")" -timeout=10 -rss_limit_mb=2048 \
    -dict="$(dictionary "$target")" -artifact_prefix="$found/" -print_final_stats=1 \
    "$corpus" "${seeds[@]}" >"$log" 2>&1; then
    verdict='no fault found'
  else
    verdict="FAULT: see $log and $found"
    status=1
  fi
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  peak=$(sed -n 's/^stat::peak_rss_mb: *//p' "$log")
  edges=$(grep -o 'cov: [0-9]*' "$log" | tail -1 || true)
  echo "  $verdict; ${runs:-?} runs, ${edges:-cov: ?}, peak ${peak:-?} MB, corpus $(find "$corpus" -type f | wc -l) inputs"
done
exit "$status"
