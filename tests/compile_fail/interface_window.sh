#!/usr/bin/env bash
# Generated code compiles while its interface lies in the runtime's window, and fails outside of it
# with the one message that says what to do. Usage: interface_window.sh SDK_SOURCE WORK_FOLDER
set -euo pipefail
source=$1 work=$2
rm -rf "$work"
mkdir -p "$work"
cp -r "$source/runtime/config/include" "$work/include"
cp "$source/services/auth/generated/redis_config.h" "$source/services/auth/generated/redis_config.cpp" "$work"
header=$work/include/redisconf/config/service_config.h
compilers=(g++)
command -v clang++ >/dev/null && compilers+=(clang++)
message="this file and the redisconf runtime do not fit: run \`redisconf generate\` with the tool of the \
runtime's release, or link a runtime as new as the tool"

# expect WHAT GENERATED OLDEST NEWEST RESULT: the code's interface and the runtime's window.
expect() {
  local what=$1 generated=$2 oldest=$3 newest=$4 result=$5 compiler status
  sed -i -E "s/(kOldestGeneratedInterface =) [0-9]+/\1 $oldest/; s/(kNewestGeneratedInterface =) [0-9]+/\1 $newest/" "$header"
  sed -i -E "s/supports_generated_interface\([0-9]+\)/supports_generated_interface($generated)/" "$work/redis_config.h"
  grep -q "kNewestGeneratedInterface = $newest;" "$header" || { echo "the window is not where it was"; exit 1; }
  grep -q "supports_generated_interface($generated)" "$work/redis_config.h" || { echo "no assertion"; exit 1; }
  for compiler in "${compilers[@]}"; do
    status=0
    "$compiler" -std=c++20 -fsyntax-only -I "$work/include" "$work/redis_config.cpp" 2>"$work/errors" || status=$?
    if [[ $result == compiles ]]; then
      ((status == 0)) || { cat "$work/errors"; echo "$compiler: $what does not compile"; exit 1; }
    else
      ((status != 0)) || { echo "$compiler: $what compiles"; exit 1; }
      # Nothing else may hide the message.
      if [[ $(grep -c 'error:' "$work/errors") != 1 ]] || ! grep -qF "$message" "$work/errors"; then
        cat "$work/errors"
        echo "$compiler: $what: not the one message"
        exit 1
      fi
    fi
    echo "$compiler: $what: $result"
  done
}

expect "code of the runtime's own interface" 3 3 3 compiles
expect "old code inside the window" 2 2 4 compiles
expect "code older than the window" 1 2 4 fails
expect "code newer than the window" 5 2 4 fails
