#!/usr/bin/env bash
# Each wrapper compiles and links with everything of the other service deleted, and holds no
# symbol of it. Usage: independence.sh SDK_SOURCE SDK_BUILD WORK_FOLDER
set -euo pipefail
source=$1 build=$2 work=$3
rm -rf "$work"
mkdir -p "$work"
cmake --install "$build" --prefix "$work/prefix" >/dev/null

check() {
  local name=$1 other=$2 project=$work/$1
  mkdir -p "$project/schema/services" "$project/services"
  cp "$source/schema/redis.yaml" "$project/schema"
  cp "$source/schema/services/$name.yaml" "$project/schema/services"
  cp -r "$source/services/$name" "$project/services"
  printf '%s\n' 'cmake_minimum_required(VERSION 3.25)' 'project(alone LANGUAGES CXX)' \
    'find_package(redisconf CONFIG REQUIRED)' "redisconf_add_service($name SCHEMA schema/redis.yaml)" \
    'add_executable(user main.cpp)' "target_link_libraries(user PRIVATE $name::redis_config)" >"$project/CMakeLists.txt"
  printf '%s\n' "#include <$name/redis_config.h>" \
    "int main() { return $name::RedisConfig::load().strict() ? 0 : 1; }" >"$project/main.cpp"
  cmake -S "$project" -B "$project/build" -G Ninja "-DCMAKE_PREFIX_PATH=$work/prefix" >/dev/null
  cmake --build "$project/build" >"$project/build.log" 2>&1 || { cat "$project/build.log"; exit 1; }
  grep -q "No such file" "$project/build.log" && { cat "$project/build.log"; exit 1; }

  # A wrapper's own namespace is in its symbols; the other's is nowhere, in names or in text.
  local archive=$project/build/lib${name}_redis_config.a
  nm -C "$archive" | grep -q "$name::RedisConfig::load" || { echo "$name: load() is not in $archive"; exit 1; }
  if nm -C "$archive" | grep "$other::" || strings "$archive" | grep -i "^$other"; then
    echo "$name holds something of $other"
    exit 1
  fi
  if grep -rnE "#include.*\b$other\b" "$project/services/$name"; then
    echo "$name includes something of $other"
    exit 1
  fi
  echo "$name: built and linked alone, nothing of $other in it"
}

check auth backend
check backend auth
