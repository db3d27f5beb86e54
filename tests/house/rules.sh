#!/usr/bin/env bash
# House rules that a compiler does not check: which room may include and link which, and how long
# a file may be. Usage: rules.sh ROOT. Prints each broken rule as file:line and exits 1.
set -euo pipefail
cd "${1:?usage: rules.sh ROOT}"
broken=0

report() {
  printf '%s\n' "$1"
  broken=1
}

code_in() { find "$@" -type f \( -name '*.h' -o -name '*.cpp' \) 2>/dev/null | sort; }

# deny FILES-FOLDER PATTERN WHY: no include below the folder may match.
deny() {
  local folder=$1 pattern=$2 why=$3 files hits
  [[ -d $folder ]] || return 0
  mapfile -t files < <(code_in "$folder")
  ((${#files[@]})) || return 0
  if hits=$(grep -nHE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]($pattern)" "${files[@]}"); then
    report "$hits"$'\n'"  rule: $why"
  fi
}

# deny_but EXCEPTIONS FILES-FOLDER PATTERN WHY: the same, but for files whose path matches.
deny_but() {
  local exceptions=$1 folder=$2 pattern=$3 why=$4 files hits
  mapfile -t files < <(code_in "$folder" | grep -vE "$exceptions")
  ((${#files[@]})) || return 0
  if hits=$(grep -nHE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]($pattern)" "${files[@]}"); then
    report "$hits"$'\n'"  rule: $why"
  fi
}

# deny_link FOLDER PATTERN WHY: no CMakeLists.txt of the folder may name such a library.
deny_link() {
  local folder=$1 pattern=$2 why=$3 hits
  [[ -f $folder/CMakeLists.txt ]] || return 0
  if hits=$(grep -nHE "^[^#]*($pattern)" "$folder/CMakeLists.txt"); then
    report "$hits"$'\n'"  rule: $why"
  fi
}

upper='redisconf/(cache|queue|publisher|monitoring|testing)/'

deny runtime/config 'redisconf/(client|cache|queue|publisher|monitoring|testing)/|hiredis|openssl|boost/' \
  'runtime/config depends on nothing'
deny_link runtime/config 'redisconf::(client|cache|queue|publisher|monitoring|testing)|Hiredis|OpenSSL|Boost|yaml' \
  'runtime/config links nothing'
deny runtime/client "$upper" 'runtime/client depends on config alone'
for part in cache queue publisher; do
  deny "runtime/$part" "redisconf/(monitoring|testing)/" "runtime/$part depends on client alone"
done
deny runtime/testing 'redisconf/(cache|queue|publisher|monitoring)/' 'runtime/testing depends on client alone'
deny runtime '(yaml-cpp|ctemplate)/' 'the runtime never reads YAML nor templates'
deny_link runtime/client 'yaml-cpp|ctemplate|redisconf::(cache|queue|publisher|monitoring|testing)' \
  'arrows point downward'
for part in config client cache queue publisher monitoring; do
  deny "runtime/$part" '(\.\./)*generator/' 'the runtime never depends on the generator'
done
deny generator/src 'redisconf/(client|cache|queue|publisher|monitoring|testing)/|hiredis|openssl' \
  'the compiler uses redisconf::config alone'
deny generator/src '(\.\./)*(doctor|import|queue)/' 'the compiler never depends on its companions'
deny_link generator 'Hiredis|OpenSSL|redisconf::(client|runtime|cache|queue|publisher|monitoring)' \
  'the compiler links neither hiredis nor OpenSSL'
deny generator/doctor 'redisconf/(cache|queue|publisher|monitoring|testing)/|hiredis|openssl|yaml-cpp/' \
  'the doctor reads the schema through the compiler and reaches Redis through the client'
deny_link generator/doctor 'Hiredis|OpenSSL|yaml|redisconf::(cache|queue|publisher|monitoring|testing)' \
  'the doctor links the compiler and the client'

deny generator/queue 'redisconf/(cache|publisher|monitoring|testing)/|hiredis|openssl|yaml-cpp/' \
  'redisconf-queue reads the schema through the compiler and reaches Redis through the queue'
deny generator/import 'redisconf/(publisher|monitoring|testing)/|hiredis|openssl|yaml-cpp/' \
  'redisconf-import reads the schema through the compiler and reaches Redis through the cache and the queue'

# Public headers cost their users little and bind them to nothing.
# Those that a program includes because it uses the library itself are named here, and nowhere else.
for folder in runtime/*/include; do
  deny "$folder" '(openssl|yaml-cpp|boost|ctemplate)/|httplib' 'no public header includes a foreign library'
  deny_but 'redisconf/client/hiredis_(options|tls)\.h' "$folder" 'hiredis/' \
    'no public header includes hiredis, but for hiredis_options.h and hiredis_tls.h'
  part=$(basename "$(dirname "$folder")")
  [[ $part == cache ]] || deny "$folder" 'nlohmann/' 'no public header includes a foreign library'
done

# A service never reads another one.
for service in services/*/; do
  name=$(basename "$service")
  for other in services/*/; do
    other_name=$(basename "$other")
    [[ $other_name == "$name" ]] ||
      deny "services/$name" "(\.\./)*(services/)?$other_name/" "services/$name never depends on services/$other_name"
  done
done

# Small files, but for those that a table makes.
while read -r lines file; do
  [[ $file == total || $lines -le 400 ]] || report "$file:1: $lines lines"$'\n''  rule: at most 400 lines a file'
done < <(code_in generator runtime services tests | grep -v -e /golden/ -e /generated/ |
  xargs grep -L '^// DO NOT EDIT' | xargs wc -l)

exit "$broken"
