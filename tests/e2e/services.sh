#!/usr/bin/env bash
# What redisconf_add_services gives a project: services picked up from a folder, targets that check
# and update, a test, and a tool that is refused when it does not fit the runtime. Compiles nothing.
# Usage: services.sh CMAKE_GENERATOR SDK_SOURCE SDK_BUILD WORK_FOLDER
set -euo pipefail
generator=$1 source=$2 build=$3 work=$4
rm -rf "$work"
project=$work/project
mkdir -p "$project/conf"
cp -r "$source/schema/redis.yaml" "$source/schema/services" "$project/conf"
cmake --install "$build" --prefix "$work/prefix" >/dev/null
cat >"$project/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(shop LANGUAGES CXX)
enable_testing()
find_package(redisconf 0.1 CONFIG REQUIRED)
redisconf_add_services(SCHEMA_DIRECTORY conf OUTPUT_DIRECTORY wrappers)
add_subdirectory(inner)
message(STATUS "services: ${REDISCONF_SERVICES}; interface ${REDISCONF_INTERFACE_OLDEST} to ${REDISCONF_INTERFACE}")
CMAKE
# Another project in the same build: the targets are over both.
mkdir -p "$project/inner/schema/services"
cp "$source/schema/redis.yaml" "$project/inner/schema"
printf 'redisconf: 1\nservice: mail\n' >"$project/inner/schema/services/mail.yaml"
printf '%s\n' 'project(inner LANGUAGES CXX)' 'redisconf_add_service(mail SCHEMA schema/redis.yaml NO_TEST)' \
  >"$project/inner/CMakeLists.txt"

fail() {
  [[ ! -f $work/log ]] || cat "$work/log"
  echo "$1"
  exit 1
}
configure() { cmake -S "$project" -B "$work/build" -G "$generator" "-DCMAKE_PREFIX_PATH=$work/prefix" "$@" >"$work/log" 2>&1; }
target() { cmake --build "$work/build" --target "$1" >"$work/log" 2>&1; }
up_to_date_test() { ctest --test-dir "$work/build" -R "^redisconf: generated files are up to date$" --no-tests=error >"$work/log" 2>&1; }
said() { tr '\n' ' ' <"$work/log" | tr -s ' ' | grep -qF -- "$1" || fail "$2: it did not say: $1"; }

configure || fail "the project can't be configured"
said "services: auth;backend; interface 1 to 2" "configuring"
! target redisconf_check || fail "check passes without generated files"
said ": 4 of 4 files are not up to date" "check"
! up_to_date_test || fail "the test passes without generated files"
target redisconf_update || fail "update fails"
[[ -s $project/wrappers/auth/generated/redisconf.sha256 ]] || fail "update generated nothing"
[[ -s $project/inner/services/mail/generated/redisconf.sha256 ]] || fail "update left the inner project out"
target redisconf_check || fail "check fails after update"
up_to_date_test || fail "the test fails after update"
echo "check, update and the test: as they should"

mv "$project/conf/services/backend.yaml" "$work"
printf 'redisconf: 1\nservice: billing\n' >"$project/conf/services/billing.yaml"
target redisconf_update || fail "update fails with another service"
[[ -s $project/wrappers/billing/generated/redis_config.h && ! -e $project/wrappers/backend ]] ||
  fail "one service came and one went, but not their files"
target redisconf_check || fail "check fails after the second update"
target help && said billing_redis_config_files "help about targets"
echo "a service added, one removed: as they should"

configure -DREDISCONF_FROZEN=ON || fail "a frozen build can't be configured"
echo "// mine" >>"$project/wrappers/billing/generated/redis_config.h"
! target billing_redis_config_files || fail "a frozen build passes with an edited file"
said "was edited by hand" "the frozen build"
! target redisconf_update || fail "update overwrites an edit"
sed -i '$d' "$project/wrappers/billing/generated/redis_config.h"
sed -i 's/ttl: 30m/ttl: 20m/' "$project/conf/services/auth.yaml"
! target auth_redis_config_files || fail "a frozen build passes with an outdated file"
target redisconf_update || fail "update fails in a frozen build"
target auth_redis_config_files || fail "the frozen build fails after update"
echo "frozen: as it should"

# A tool of another interface, one that knows none, and one that is not there.
refuse_tool() {
  ! configure "-DREDISCONF_EXECUTABLE=$1" || fail "accepted: $1"
  said "$2" "$1"
}
printf '#!/bin/sh\necho 99\n' >"$work/newer"
printf '#!/bin/sh\nexit 64\n' >"$work/older"
chmod +x "$work/newer" "$work/older"
refuse_tool "$work/newer" "generates code for interface 99, but the runtime works with 1 to 2"
refuse_tool "$work/older" "does not say which interface it generates code for"
refuse_tool "$work/absent" "does not exist"
configure "-DREDISCONF_EXECUTABLE=$build/bin/redisconf" || fail "the right tool is refused"
sed -i 's/find_package(redisconf 0.1/find_package(redisconf 0.99/' "$project/CMakeLists.txt"
! configure || fail "another release of the package is accepted"
echo "tool and package that do not fit: refused"
