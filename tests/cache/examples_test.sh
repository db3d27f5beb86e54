#!/usr/bin/env bash
# The C++ of docs/cache.md compiles: declarations at file scope, statements within a function.
# Usage: examples_test.sh SDK_SOURCE CXX
set -euo pipefail
source=$1 compiler=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

awk -v folder="$scratch" '
  /^```cpp$/ { inside = 1; block = ""; next }
  /^```$/ && inside {
    inside = 0
    file = block ~ /^(#include|struct|template)/ ? "declarations" : "statements"
    printf "%s\n", block >> (folder "/" file)
    ++blocks
    next
  }
  inside { block = block $0 "\n" }
  END { if (blocks < 6) { print "too few examples: " blocks; exit 1 } }
' "$source/docs/cache.md"
{
  cat <<'CPP'
#include <redisconf/client/client.h>
#include <redisconf/config/resources.h>

#include <cstdio>

CPP
  cat "$scratch/declarations"
  cat <<'CPP'
namespace {
struct Config {
  redisconf::CacheSettings settings;
  const redisconf::CacheSettings& sessions_cache() const { return settings; }
  const redisconf::CacheSettings& pages_cache() const { return settings; }
};
std::string render(const std::string& page) { return page; }
}  // namespace

bool examples(redisconf::Client& client, const Config& config) {
CPP
  cat "$scratch/statements"
  echo "  return degraded && found && perhaps && page == other;"
  echo "}"
} >"$scratch/examples.cpp"
"$compiler" -std=c++20 -Wall -Wextra -Wconversion -Wshadow -Werror -fsyntax-only -I"$source/runtime/config/include" \
  -I"$source/runtime/client/include" -I"$source/runtime/cache/include" "$scratch/examples.cpp"
