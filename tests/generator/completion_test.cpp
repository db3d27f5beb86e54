// Completion as shells do it: the script is loaded into a real shell and asked.
#include <algorithm>
#include <array>
#include <sstream>

#include "commands/commands.h"
#include "completion/completion.h"
#include "support.h"
#include "support/catch.h"
#include "tool.h"

using namespace redisconf::compiler;
using namespace redisconf::compiler::test;
using redisconf::test::contains;

namespace {

std::string script(const std::string& shell) {
  const Run result = redisconf::compiler::test::run_tool(".", {"completion", shell});
  REQUIRE(result.status == 0);
  CHECK(result.errors.empty());
  return result.output;
}

// Has what completion looks for, and what it must neither take nor run.
void fill(const TemporaryFolder& folder) {
  folder.write("schema/redis.yaml",
               "redisconf: 1\nenvironment:\n  aliases: {dev: development}\nenvironments:  # where\n"
               "  development:\n    connection: {host: localhost}\n  # production: old\n"
               "  production: {extends: development}\ndefaults:\n  pool: {connections: 2}\n");
  folder.write("schema/services/auth.yaml", "");
  folder.write("schema/services/backend.yaml", "");
  folder.write("schema/services/a$(touch ran).yaml", "");
  folder.write("other/redis.yaml", "environments:\n    far-away:\n        strict: true\n");
  folder.write("other/services/billing.yaml", "");
  folder.write("out/file.txt", "");
}

// What bash offers for the words; the last one is being typed.
std::string complete(const TemporaryFolder& folder, const std::vector<std::string>& words) {
  const std::string program =
      "source completion.bash; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _redisconf; printf '%s ' "
      "\"${COMPREPLY[@]}\"";
  std::vector<std::string> command{"bash", "--norc", "-uc", program, "bash"};
  command.insert(command.end(), words.begin(), words.end());
  const Run result = run({command, folder.path(), {"PATH=/usr/bin:/bin"}, {}});
  CHECK(result.errors.empty());
  std::string offered = result.output;
  while (offered.ends_with(' ')) offered.pop_back();
  return offered;
}

}  // namespace

TEST_CASE("the scripts are sound to their shells") {
  const TemporaryFolder folder;
  for (const std::string shell : {"bash", "zsh"}) {
    folder.write("script", script(shell));
    const Run result = run({{shell, "-n", "script"}, folder.path(), {}, {}});
    CHECK(result.status == 0);
    CHECK(result.errors.empty());
  }
}

TEST_CASE("bash completes what is typed") {
  const TemporaryFolder folder;
  folder.write("completion.bash", script("bash"));
  fill(folder);
  const auto [words, expected] = GENERATE(table<std::vector<std::string>, std::string>(
      {{{"che"}, "check"},
       {{"json"}, "json-schema"},
       {{"--v"}, "--version"},
       {{"help", "ge"}, "generate"},
       {{"check", "--f"}, "--format"},
       {{"check", "--format", ""}, "text json sarif github"},
       {{"check", "--format", "s"}, "sarif"},
       {{"check", "--format", "="}, "text json sarif github"},
       {{"check", "--format", "=", "g"}, "github"},
       {{"scan", "--fail-on", "c"}, "contradictions"},
       {{"generate", "--service", ""}, "auth backend"},
       {{"generate", "--service", "b"}, "backend"},
       {{"generate", "--schema", "other/redis.yaml", "--service", ""}, "billing"},
       {{"generate", "--schema", "=", "other/redis.yaml", "--service", "="}, "billing"},
       {{"generate", "--schema", "missing.yaml", "--service", ""}, ""},
       {{"generate", "--schema", "oth"}, "other"},
       {{"generate", "--output", "ou"}, "out"},
       {{"generate", "--quiet", "--dep"}, "--depfile"},
       {{"generate", "-"},
        "--schema --format --service --output --depfile --stamp --templates --quiet -q --force --help -h"},
       {{"completion", ""}, "bash zsh"},
       {{"completion", "z"}, "zsh"},
       {{"completion", "bash", ""}, "--help -h"},
       {{"json-schema", "--output", "out", "s"}, "shared service"},
       {{"scan", "oth"}, "other"},
       {{"imp"}, "import"},
       {{"import", "b"}, "backend"},
       {{"import", "auth", ""}, "cache queue"},
       {{"import", "auth", "cache", "sessions", "--from", "oth"}, "other"},
       {{"import", "--on-conflict", "r"}, "replace"},
       {{"queue", "auth", "mails", "in"}, "inspect"},
       {{"unknown", "out/f"}, "out/file.txt"}}));
  std::vector<std::string> line{"redisconf"};
  line.insert(line.end(), words.begin(), words.end());
  CAPTURE(words);
  CHECK(complete(folder, line) == expected);
  CHECK_FALSE(folder.has("ran"));
}

TEST_CASE("bash completes environments") {
  const TemporaryFolder folder;
  fill(folder);
  const CompletedCommand probe{
      "probe", "", {{{"--schema"}, {"FILE"}, ""}}, {{"SERVICE"}, {"ENVIRONMENT", true, true}}};
  folder.write("completion.bash", bash_completion({probe}));
  CHECK(complete(folder, {"redisconf", "probe", "auth", ""}) == "development production");
  CHECK(complete(folder, {"redisconf", "probe", "auth", "production", "d"}) == "development");
  CHECK(complete(folder, {"redisconf", "probe", "--schema", "other/redis.yaml", "auth", ""}) == "far-away");
}

TEST_CASE("bash completes commands that are programs of their own") {
  const TemporaryFolder folder;
  folder.write("completion.bash", script("bash"));
  const std::string path = folder.write("bin/redisconf-probe", "#!/bin/sh\n");
  REQUIRE(run({{"chmod", "+x", path}, ".", {}, {}}).status == 0);
  const Run result =
      run({{"bash", "--norc", "-c",
            "source completion.bash; PATH=$PWD/bin:/usr/bin:/bin; COMP_WORDS=(redisconf pro); COMP_CWORD=1; "
            "_redisconf; echo \"${COMPREPLY[@]}\""},
           folder.path(),
           {},
           {}});
  CHECK(result.output == "probe\n");
}

TEST_CASE("a program that comes with the tool is offered once, installed or not") {
  const TemporaryFolder folder;
  folder.write("completion.bash", script("bash"));
  const std::string path = folder.write("bin/redisconf-doctor", "#!/bin/sh\n");
  REQUIRE(run({{"chmod", "+x", path}, ".", {}, {}}).status == 0);
  for (const char* const folders : {"$PWD/bin:/usr/bin:/bin", "/usr/bin:/bin"}) {
    const std::string program =
        "source completion.bash; PATH=" + std::string(folders) +
        "; COMP_WORDS=(redisconf doc); COMP_CWORD=1; _redisconf; echo \"${COMPREPLY[@]}\"";
    CHECK(run({{"bash", "--norc", "-c", program}, folder.path(), {}, {}}).output == "doctor\n");
  }
}

TEST_CASE("zsh completes what is typed") {
  const TemporaryFolder folder;
  folder.write("_redisconf", script("zsh"));
  fill(folder);
  // A terminal of its own, as zsh completes nothing without one; a private $fpath and no start-up files.
  // The line editor is there when it has drawn the prompt; a key of ours then tells its line.
  folder.write("ask.zsh",
               "zmodload zsh/zpty\n"
               "zpty shell zsh -f -i\n"
               "zpty -w shell \"fpath=($PWD \\$fpath); autoload -Uz compinit; compinit -u -D;"
               " tell() { zle -I; print -r -- LI''NE:\\$BUFFER: }; zle -N tell; bindkey '^T' tell;"
               " PROMPT='<''ready>'\"\n"
               "zpty -r shell seen '*<ready>*'\n"
               "zpty -n -w shell \"$1\"$'\\t\\x14'\n"
               "zpty -r shell seen '*LINE:*:*'\n"
               "print -r -- \"$seen\"\n");
  const auto [typed, expected] = GENERATE(table<std::string, std::string>(
      {{"redisconf che", "redisconf check"},
       {"redisconf check --format sa", "redisconf check --format sarif"},
       {"redisconf check --format=gi", "redisconf check --format=github"},
       {"redisconf generate --service b", "redisconf generate --service backend"},
       {"redisconf generate --schema other/redis.yaml --service ",
        "redisconf generate --schema other/redis.yaml --service billing"},
       {"redisconf completion z", "redisconf completion zsh"},
       {"redisconf json-schema sh", "redisconf json-schema shared"},
       {"redisconf import auth cach", "redisconf import auth cache"},
       {"redisconf import auth cache sessions --as js", "redisconf import auth cache sessions --as json"},
       {"redisconf help sca", "redisconf help scan"}}));
  const Run result = run({{"zsh", "-f", "ask.zsh", typed}, folder.path(), {"TERM=xterm", "COLUMNS=200"}, {}});
  CAPTURE(typed);
  CHECK_THAT(result.output, contains("LINE:" + expected));
  CHECK_FALSE(folder.has("ran"));
}

TEST_CASE("all that help names is completed or free") {
  for (const CommandInfo& info : commands()) {
    const CompletedCommand command = completed_command(info);
    CHECK(command.name == info.name);
    CHECK(command.options.back().names == std::vector<std::string>{"--help", "-h"});
    for (const CompletedValue& operand : command.operands) CHECK_FALSE(operand.kind.empty());
  }
  CHECK(words_of("text|json") == std::vector<std::string>{"text", "json"});
  CHECK(words_of("FILE").empty());
}

TEST_CASE("completion takes the shells that it knows") {
  const Run result = redisconf::compiler::test::run_tool(".", {"completion", "fish"});
  CHECK(result.status == 64);
  CHECK_THAT(result.errors, contains("completion takes bash or zsh"));
}
