#!/usr/bin/env bash
# How long `redisconf` takes as a whole process, beside the start of a process that does nothing.
# Usage: generate.sh BUILD_FOLDER
set -euo pipefail
tool=$(realpath -e "${1:?usage: generate.sh BUILD_FOLDER}/bin/redisconf")
# shellcheck source=tests/bench/timing.sh
. "$(dirname "${BASH_SOURCE[0]}")/timing.sh"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp -r schema "$scratch"
# Paths without --output are those of the current folder.
mapfile -t median < <(cd "$scratch" && alternate 101 /bin/true \
  "rm -rf services && $tool generate --quiet" "$tool generate --quiet" "$tool check")
echo "two services, four environments: from nothing $(in_ms "${median[1]}")," \
  "unchanged $(in_ms "${median[2]}"), check $(in_ms "${median[3]}")" \
  "| /bin/true: $(in_ms "${median[0]}")"
