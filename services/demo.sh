#!/usr/bin/env bash
# The story of redisconf in seven steps, each a command that you could type, with its real output.
# Usage: services/demo.sh BUILD_FOLDER (`./dev demo` builds, then runs it). Works in a scratch copy;
# the checkout stays as it is. Needs curl and redis-server; ends all that it started, also on Ctrl-C.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=$(realpath "${1:?usage: services/demo.sh BUILD_FOLDER}")
export PATH=$build/bin:$PATH

if [[ -t 1 && -z ${NO_COLOR:-} ]]; then
  bold=$'\e[1m' blue=$'\e[36m' plain=$'\e[0m'
else
  bold='' blue='' plain=''
fi

scratch=$(mktemp -d "${TMPDIR:-/tmp}/redisconf-demo.XXXXXX")
children=()

clean_up() {
  local status=$? child
  trap - EXIT INT TERM
  for child in "${children[@]}"; do kill "$child" 2>/dev/null || true; done
  for child in "${children[@]}"; do wait "$child" 2>/dev/null || true; done
  rm -rf "$scratch"
  exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The reader's own Redis settings would change the story.
while IFS='=' read -r name _; do unset "$name"; done < <(env | grep -E '^(AUTH_|BACKEND_)?REDIS(_|=)|^(ENVIRONMENT|APP_ENV)=' || true)

step() { printf '\n%s\n' "${bold}$*${plain}"; }
show() { printf '%s\n' "${blue}\$ $*${plain}"; }
run() {
  show "$*"
  eval "$*"
}
# A command that has to fail: shows its exit status, and stops the demo when it does not fail so.
run_expecting() {
  local wanted=$1 status=0
  shift
  show "$*"
  eval "$*" || status=$?
  echo "(exit status $status)"
  ((status == wanted)) || { echo "demo: expected exit status $wanted" >&2; exit 1; }
}

# wait_for FILE TEXT: until a background program has said that it is ready.
wait_for() {
  local file=$1 text=$2
  for _ in $(seq 200); do
    grep -q "$text" "$file" 2>/dev/null && return 0
    sleep 0.05
  done
  echo "demo: nothing said '$text':" >&2
  cat "$file" >&2
  exit 1
}
# start NAME READY-TEXT COMMAND: in the background, output in NAME.log.
start() {
  local name=$1 ready=$2
  shift 2
  show "$* &"
  (eval "exec $*") >"$scratch/$name.log" 2>&1 &
  children+=($!)
  wait_for "$scratch/$name.log" "$ready"
  cat "$scratch/$name.log"
}

copy_project() {
  mkdir "$scratch/project"
  git ls-files -co --exclude-standard -z | tar --null --files-from=- --ignore-failed-read -cf - 2>/dev/null |
    tar -xf - -C "$scratch/project"
  cd "$scratch/project"
  git init -q
  git add -A
  git -c user.name=demo -c user.email=demo@localhost commit -qm "The project as it is"
}

copy_project

step "(a) One schema, two services: generate their wrappers"
rm -rf services/auth/generated services/backend/generated
run redisconf generate
run git status --short
echo "(nothing differs from what is committed: the wrappers are reviewed like other code)"

step "(b) A throw-away Redis with TLS and a password, on a free port"
cd "$scratch"
start redis "ready on" redisconf-throwaway --tls --password --directory redis
run cat redis/environment

step "(c) Staging with nothing set: both services stop at once, and say all that is wrong"
run_expecting 78 ENVIRONMENT=staging auth
run_expecting 78 ENVIRONMENT=staging backend

step "(d) With the right variables, secrets from files: both run"
run ". redis/environment"
run export ENVIRONMENT=staging
start auth "listening on" auth --port 0
start backend "listening on" backend --port 0
auth_url=$(sed -n 's/.*listening on //p' auth.log)
backend_url=$(sed -n 's/.*listening on //p' backend.log)
run "curl -sS -d '{\"user\":\"ada\"}' $auth_url/sessions | tee session.json"
echo
run "curl -sS $auth_url/sessions/$(sed -n 's/.*"session": *"\([^"]*\)".*/\1/p' session.json)"
echo
run "curl -sS $backend_url/analytics/revenue"
echo
run "curl -sS $backend_url/analytics/revenue"
echo
run "curl -sS $backend_url/health/redis"
echo

step "(e) The same with a server whose certificate is for another name: refused"
start impostor "ready on" redisconf-throwaway --tls --password --name other.example --directory impostor
run_expecting 69 "(. impostor/environment; auth --port 0)"

step "(f) One changed line in the schema: one wrapper is rebuilt, and git shows the review"
cd "$scratch/project"
show "cmake --preset dev -DREDISCONF_BUILD_TESTS=OFF && cmake --build build/dev --target redisconf_auth_service redisconf_backend_service"
cmake --preset dev -DREDISCONF_BUILD_TESTS=OFF >/dev/null
CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1 \
  cmake --build "build/dev" --target redisconf_auth_service redisconf_backend_service >../build.log 2>&1 ||
  { cat ../build.log; exit 1; }
echo "(built once, $(grep -c '^\[' ../build.log) steps)"
run "sed -i 's/ttl: 30m/ttl: 20m/' schema/services/auth.yaml"
run "cmake --build build/dev --target redisconf_auth_service redisconf_backend_service | grep -v Linking"
run "git --no-pager diff -U0 -- services"
run git checkout -q .

step "(g) A third service: one file more"
show "cat > schema/services/billing.yaml"
cat <<'YAML' | tee schema/services/billing.yaml
redisconf: 1
service: billing
summary: Sends invoices.
key_prefix: "billing:"
YAML
run redisconf generate
run "cmake --build build/dev --target billing_redis_config | grep billing"

step "That is all. README.md tells how a service of your own uses it."
