#!/usr/bin/env bash
# A core dump of a process holds no secret that came from a file, a command or a .env file, nor one that
# came in a variable once it was wiped.
# Usage: core_dump_test.sh PROBE. The kernel dumps where it writes cores to the process's folder;
# where it hands them to another program, gcore (gdb) dumps by the same rules.
set -euo pipefail
probe=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/secrets" "$folder/cores"

random() { od -An -N 24 -tx1 /dev/urandom | tr -d ' \n'; }

# The large one fills pages of its own, the small one shares them.
declare -A marks
for place in file-small file-large tool-small tool-large env-plain env-quoted \
  variable-url variable-named variable-small variable-large; do marks[$place]=$(random); done
padding=$(printf 'x%.0s' {1..5000})
printf '%s\n' "${marks[file-small]}" >"$folder/secrets/small"
printf '%s%s\n' "${marks[file-large]}" "$padding" >"$folder/secrets/large"
mkdir "$folder/for-tool"
printf '%s\n' "${marks[tool-small]}" >"$folder/for-tool/small"
printf '%s%s\n' "${marks[tool-large]}" "$padding" >"$folder/for-tool/large"
# shellcheck disable=SC2016
printf '#!/bin/sh\nexec cat "%s/$1"\n' "$folder/for-tool" >"$folder/tool"
chmod 700 "$folder/tool"
printf 'A=%s\nB="%s\\n"\n' "${marks[env-plain]}" "${marks[env-quoted]}" >"$folder/env"
variables=(
  ENVIRONMENT=production
  "REDIS_TLS_URL=rediss://app:${marks[variable-url]}@redis.example:6390/0"
  "PROBE_CA=${marks[variable-named]}"
  "PROBE_REDIS_TLS_KEY=${marks[variable-small]}"
  "REDIS_TLS_CERTIFICATE=${marks[variable-large]}$padding"
)

# dump kept|copied|inherited: prints the path of the dump.
dump() {
  local how=$1 pid core
  local -a call=("$probe" "$folder/secrets" "$folder/tool" "$folder/env" "$folder/environ" "$how")
  rm -f "$folder"/cores/*
  if [[ $(</proc/sys/kernel/core_pattern) =~ ^[^|/]+$ ]]; then
    (cd "$folder/cores" && exec env -i "PATH=$PATH" PROBE_ABORTS=1 "${variables[@]}" "${call[@]}") \
      >/dev/null 2>&1 || true
  else
    env -i "PATH=$PATH" "${variables[@]}" "${call[@]}" &
    pid=$!
    until [[ $(awk '/^State:/ {print $2}' "/proc/$pid/status") == [TZ] ]]; do :; done
    gcore -o "$folder/cores/core" "$pid" >/dev/null 2>&1 || true
    kill -KILL "$pid"
    wait "$pid" 2>/dev/null || true
  fi
  core=$(find "$folder/cores" -type f -size +0)
  [[ -n $core ]] || { echo "no core dump was written" >&2; exit 1; }
  echo "$core"
}

core=$(dump copied)
grep -qaF "${marks[file-small]}" "$core" || { echo "the dump does not show what it must: a plain copy"; exit 1; }

core=$(dump inherited)
for place in variable-url variable-named variable-small variable-large; do
  grep -qaF "${marks[$place]}" "$core" || { echo "the dump does not show what it must: $place"; exit 1; }
done

core=$(dump kept)
for file in "$core" "$folder/environ"; do
  for place in "${!marks[@]}"; do
    mark=${marks[$place]}
    for at in 0 12 24 36; do
      if grep -qaF "${mark:at:12}" "$file"; then
        echo "$(basename "$file") shows a part of the secret of $place"
        exit 1
      fi
    done
  done
done
grep -qaF REDIS_TLS_URL= "$folder/environ" || { echo "/proc/self/environ is not what it was"; exit 1; }
echo "${#marks[@]} secrets, none in a dump of $(stat -c %s "$core") bytes, nor in /proc/self/environ"
