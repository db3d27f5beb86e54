#!/usr/bin/env bash
# A service's program holds symbols of its own namespace and none of the other's.
# Usage: independence.sh SERVICE OTHER PROGRAM
set -euo pipefail
service=$1 other=$2 program=$3
symbols=$(nm -C "$program")
grep -q "\b$service::RedisConfig::load" <<<"$symbols" || {
  echo "$program has no $service::RedisConfig::load: is it stripped?"
  exit 1
}
if grep "\b$other::" <<<"$symbols"; then
  echo "$program holds symbols of $other"
  exit 1
fi
