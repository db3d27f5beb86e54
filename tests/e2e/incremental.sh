#!/usr/bin/env bash
# What a rebuild costs after an edit of the schema: which generators run, which objects compile.
# Usage: incremental.sh CMAKE_GENERATOR SDK_SOURCE SDK_BUILD WORK_FOLDER
set -euo pipefail
generator=$1 source=$2 build=$3 work=$4
rm -rf "$work"
mkdir -p "$work/project/schema"
cp -r "$source/schema/redis.yaml" "$source/schema/services" "$work/project/schema"
cmake --install "$build" --prefix "$work/prefix" >/dev/null

# Both stand before the real thing and write down that it ran.
cat >"$work/tool" <<TOOL
#!/bin/sh
echo "\$*" | sed -n 's/.*--service \\([^ ]*\\).*/\\1/p' >>"$work/generated.log"
exec "$build/bin/redisconf" "\$@"
TOOL
cat >"$work/launcher" <<LAUNCHER
#!/bin/sh
for argument; do
  case \$argument in
    *.cpp) echo "\${argument#$work/project/}" | sed 's#services/\\(.*\\)/generated#\\1#; s#users/.*/#users/#' >>"$work/compiled.log" ;;
  esac
done
exec "\$@"
LAUNCHER
chmod +x "$work/tool" "$work/launcher"

for name in auth backend; do
  mkdir -p "$work/project/users/$name"
  cat >"$work/project/users/$name/$name.cpp" <<CPP
#include <$name/redis_config.h>
int main() { return $name::RedisConfig::load().strict() ? 0 : 1; }
CPP
done
cat >"$work/project/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(incremental LANGUAGES CXX)
find_package(redisconf CONFIG REQUIRED)
foreach(name auth backend)
  redisconf_add_service(${name} SCHEMA schema/redis.yaml)
  add_executable(${name}_user users/${name}/${name}.cpp)
  target_link_libraries(${name}_user PRIVATE ${name}::redis_config)
endforeach()
CMAKE
cmake -S "$work/project" -B "$work/build" -G "$generator" "-DCMAKE_PREFIX_PATH=$work/prefix" \
  "-DREDISCONF_EXECUTABLE=$work/tool" "-DCMAKE_CXX_COMPILER_LAUNCHER=$work/launcher" >/dev/null

# rebuild WHAT GENERATED COMPILED: builds, and compares what ran with what should have.
rebuild() {
  local what=$1 generated compiled
  : >"$work/generated.log"
  : >"$work/compiled.log"
  cmake --build "$work/build" -j 2 >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
  generated=$(sort "$work/generated.log" | xargs)
  compiled=$(sort "$work/compiled.log" | xargs)
  echo "$what: generated [$generated], compiled [$compiled]"
  [[ $generated == "$2" && $compiled == "$3" ]] || { echo "expected: generated [$2], compiled [$3]"; exit 1; }
}

# Make compares whole seconds on some file systems.
edit() {
  sleep 1.1
  sed -i "$1" "$2"
}

schema=$work/project/schema
rebuild "first build" "auth backend" "auth/redis_config.cpp backend/redis_config.cpp users/auth.cpp users/backend.cpp"
rebuild "nothing changed" "" ""
edit '1i # A remark.' "$schema/services/auth.yaml"
rebuild "comment in auth.yaml" "auth" ""
rebuild "nothing changed after it" "" ""
edit 's/ttl: 30m/ttl: 20m/' "$schema/services/auth.yaml"
rebuild "value in auth.yaml" "auth" "auth/redis_config.cpp users/auth.cpp"
rebuild "nothing changed after it" "" ""
edit '1i # A remark.' "$schema/redis.yaml"
rebuild "comment in redis.yaml" "auth backend" ""
sleep 1.1
touch "$work/tool"
rebuild "a newer tool that writes the same" "auth backend" ""
rm "$work/project/services/backend/generated/redis_config.cpp"
if [[ $generator == Ninja ]]; then
  rebuild "a generated file removed" "backend" "backend/redis_config.cpp"
fi
