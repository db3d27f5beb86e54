#!/usr/bin/env bash
# Plants one broken rule at a time in a small tree and expects rules.sh to name it.
set -euo pipefail
rules=$1
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree"/{generator/{src,doctor},tests} "$tree"/services/{auth,backend}
for part in config client monitoring; do
  mkdir -p "$tree/runtime/$part/src" "$tree/runtime/$part/include/redisconf/$part"
done
echo 'int placeholder;' | tee "$tree/generator/src/a.cpp" "$tree/tests/a.cpp" >/dev/null

"$rules" "$tree" || { echo "a clean tree is refused"; exit 1; }

# expect_refused FILE CONTENT
expect_refused() {
  local file=$tree/$1 output
  echo "$2" >"$file"
  if output=$("$rules" "$tree"); then
    echo "not found: '$2' in $1"
    exit 1
  fi
  grep -q "^${1}:1" <<<"$output" || { echo "not named: $1 in: $output"; exit 1; }
  rm "$file"
}

expect_refused runtime/config/src/x.cpp '#include "redisconf/client/client.h"'
expect_refused runtime/config/src/x.cpp '#include <openssl/ssl.h>'
expect_refused runtime/config/CMakeLists.txt 'target_link_libraries(a redisconf::client)'
expect_refused runtime/client/src/x.cpp '#include <redisconf/monitoring/health.h>'
expect_refused runtime/client/src/x.cpp '#include <yaml-cpp/yaml.h>'
expect_refused runtime/client/include/redisconf/client/x.h '#include <hiredis/hiredis.h>'
expect_refused runtime/monitoring/include/redisconf/monitoring/hiredis_options.h '#include <hiredis/hiredis.h>'
expect_refused runtime/monitoring/include/redisconf/monitoring/x.h '#include <httplib.h>'
expect_refused runtime/monitoring/include/redisconf/monitoring/x.h '#include <nlohmann/json.hpp>'
expect_refused generator/src/x.cpp '#include <redisconf/client/client.h>'
expect_refused generator/CMakeLists.txt 'target_link_libraries(a OpenSSL::SSL)'
expect_refused generator/src/x.cpp '#include "doctor/report.h"'
expect_refused generator/doctor/x.cpp '#include <hiredis/hiredis.h>'
expect_refused generator/doctor/CMakeLists.txt 'target_link_libraries(a redisconf::monitoring)'
expect_refused services/auth/x.cpp '#include <backend/redis_config.h>'
expect_refused services/backend/x.cpp '#include "services/auth/sessions.h"'
expect_refused tests/long.cpp "$(seq -f '// %g' 401)"
