#!/usr/bin/env bash
# Builds the stranger's project one way and runs it against a real Redis with TLS.
# Usage: run.sh WAY SDK_SOURCE SDK_BUILD WORK_FOLDER, WAY being
#   package       find_package after cmake --install of SDK_BUILD
#   subdirectory  add_subdirectory of SDK_SOURCE
#   fetchcontent  FetchContent of SDK_SOURCE
#   host-tool     add_subdirectory without the generator: REDISCONF_EXECUTABLE, as in cross builds
#   shared        find_package after installing a build with BUILD_SHARED_LIBS=ON, and the same tool
set -euo pipefail
way=$1 source=$2 build=$3 work=$4
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
rm -rf "$work"
mkdir -p "$work"
cp -r "$here/project" "$work/project"

launcher=()
command -v ccache >/dev/null && launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
# Relative paths, so that one way's objects serve the next.
export CCACHE_BASEDIR=/ CCACHE_NOHASHDIR=1
sdk=()
case $way in
  package)
    cmake --install "$build" --prefix "$work/prefix" >/dev/null
    sdk=(-DSDK_WAY=package "-DCMAKE_PREFIX_PATH=$work/prefix")
    ;;
  subdirectory) sdk=(-DSDK_WAY=subdirectory "-DSDK_SOURCE=$source") ;;
  fetchcontent) sdk=(-DSDK_WAY=fetchcontent "-DSDK_SOURCE=$source") ;;
  host-tool)
    sdk=(-DSDK_WAY=subdirectory "-DSDK_SOURCE=$source" -DREDISCONF_BUILD_GENERATOR=OFF
      "-DREDISCONF_EXECUTABLE=$build/bin/redisconf")
    ;;
  shared)
    cmake -S "$source" -B "$work/sdk" -G Ninja -DBUILD_SHARED_LIBS=ON -DREDISCONF_BUILD_SERVICES=OFF \
      -DREDISCONF_BUILD_GENERATOR=OFF "${launcher[@]}" >/dev/null
    cmake --build "$work/sdk" >"$work/sdk.log" 2>&1 || { cat "$work/sdk.log"; exit 1; }
    cmake --install "$work/sdk" --prefix "$work/prefix" >/dev/null
    sdk=(-DSDK_WAY=package "-DCMAKE_PREFIX_PATH=$work/prefix" "-DREDISCONF_EXECUTABLE=$build/bin/redisconf")
    ;;
  *)
    echo "run.sh: unknown way $way" >&2
    exit 64
    ;;
esac

cmake -S "$work/project" -B "$work/build" -G Ninja "${launcher[@]}" "${sdk[@]}" >/dev/null
cmake --build "$work/build" --target billing >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
for file in redis_config.h redis_config.cpp effective.yaml env.example redisconf.sha256; do
  [[ -s $work/project/services/billing/generated/$file ]] || { echo "$file is missing"; exit 1; }
done
cmake --build "$work/build" --target redisconf_check >"$work/check.log" 2>&1 || { cat "$work/check.log"; exit 1; }
ctest --test-dir "$work/build" -R '^redisconf: generated files are up to date$' --no-tests=error \
  >"$work/ctest.log" 2>&1 || { cat "$work/ctest.log"; exit 1; }

# Nothing of this machine's own settings may reach the program.
clean=(env -i "PATH=$PATH" "HOME=$work")
status=0
"${clean[@]}" ENVIRONMENT=production "$work/build/billing" >"$work/out" 2>"$work/err" || status=$?
[[ $status == 78 ]] || { echo "without settings: exit status $status instead of 78"; cat "$work/err"; exit 1; }
grep -q REDIS_HOST "$work/err" || { echo "REDIS_HOST is not named:"; cat "$work/err"; exit 1; }

# It ends, and cleans up, when this script does: its standard input closes then.
coproc redis { exec "$build/bin/redisconf-throwaway" --tls --password --until-eof --directory "$work/redis" 2>&1; }
read -r ready <&"${redis[0]}"
[[ $ready == "ready on "* ]] || { echo "no Redis: $ready"; exit 1; }
# shellcheck source=/dev/null
output=$(
  . "$work/redis/environment"
  ENVIRONMENT=production REDIS_LOOPBACK=allow "$work/build/billing"
)
echo "$output"
grep -qx 'invoices: 42 of at most 100' <<<"$output" || { echo "unexpected output"; exit 1; }
