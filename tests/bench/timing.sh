# shellcheck shell=bash
# Sourced by the benchmarks: medians over runs that alternate, so that a drifting machine is fair.

now_us() { echo $(($(date +%s%N) / 1000)); }

median() { sort -n | awk '{v[NR] = $1} END {print (NR % 2) ? v[(NR + 1) / 2] : int((v[NR / 2] + v[NR / 2 + 1]) / 2)}'; }

# alternate RUNS COMMAND_A COMMAND_B ...: prints the median wall time of each in microseconds.
alternate() {
  local runs=$1 folder index command start
  shift
  folder=$(mktemp -d)
  for command in "$@"; do eval "$command" >/dev/null; done
  for _ in $(seq "$runs"); do
    index=0
    for command in "$@"; do
      start=$(now_us)
      eval "$command" >/dev/null
      echo $(($(now_us) - start)) >>"$folder/$index"
      index=$((index + 1))
    done
  done
  for ((index = 0; index < $#; index++)); do median <"$folder/$index"; done
  rm -rf "$folder"
}

# in_ms MICROSECONDS
in_ms() { awk -v us="$1" 'BEGIN {printf "%.1f ms", us / 1000}'; }
