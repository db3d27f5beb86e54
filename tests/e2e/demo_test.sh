#!/usr/bin/env bash
# The demo runs to its end; interrupted in the middle it ends what it started and removes its folder.
# Usage: demo_test.sh SDK_SOURCE SDK_BUILD
set -euo pipefail
source=$1 build=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export TMPDIR=$scratch

expect_clean() {
  local left
  left=$(find "$scratch" -maxdepth 1 -name 'redisconf-*')
  [[ -z $left ]] || { echo "$1 left behind: $left"; exit 1; }
  if pgrep -af -- "$scratch"; then
    echo "$1 left processes behind"
    exit 1
  fi
}

before=$(git -C "$source" status --porcelain)
"$source/services/demo.sh" "$build" >"$scratch/out" 2>&1 || { cat "$scratch/out"; exit 1; }
for text in "backend: 4 files, 4 changed" "ready on" "(exit status 78)" "auth listening on" '"source":"cache"' \
  '"status":"pass"' "(exit status 69)" "the certificate is for other.example" "+    ttl: 20m" \
  "[2/3] Building CXX object services/CMakeFiles/billing_redis_config"; do
  grep -qF -- "$text" "$scratch/out" || { cat "$scratch/out"; echo "the demo did not say: $text"; exit 1; }
done
[[ $(git -C "$source" status --porcelain) == "$before" ]] || { echo "the demo changed the checkout"; exit 1; }
expect_clean "the demo"

# In a process group of its own (-m), as a terminal would interrupt it.
set -m
"$source/services/demo.sh" "$build" >"$scratch/out" 2>&1 &
demo=$!
for _ in $(seq 400); do
  grep -q "listening on" "$scratch/out" && break
  sleep 0.05
done
grep -q "listening on" "$scratch/out" || { cat "$scratch/out"; exit 1; }
kill -INT -- "-$demo"
wait "$demo" || true
expect_clean "the interrupted demo"
