// Which options go together, and the command that goes on.
#include "commands/command_line.h"
#include "companion.h"
#include "import_command.h"
#include "import_options.h"
#include "support/catch.h"

using namespace redisconf;
using namespace redisconf::import_tool;
using redisconf::compiler::UsageError;
using namespace std::chrono_literals;

namespace {

ImportOptions cache_options() {
  ImportOptions options;
  options.service = "demo";
  options.kind = "cache";
  options.name = "sessions";
  options.from = "a file.jsonl";
  return options;
}

template <class Change>
bool is_refused(const Change& change) {
  ImportOptions options = cache_options();
  change(options);
  try {
    options.check();
  } catch (const UsageError&) {
    return true;
  }
  return false;
}

}  // namespace

TEST_CASE("shells complete the options that there are") { compiler::test::check_companion(import_command()); }

TEST_CASE("options that do not go together are refused") {
  CHECK_FALSE(is_refused([](ImportOptions&) {}));
  CHECK(is_refused([](ImportOptions& options) { options.kind = "channel"; }));
  CHECK(is_refused([](ImportOptions& options) { options.from.clear(); }));
  CHECK(is_refused([](ImportOptions& options) { options.resume = options.restart = true; }));
  CHECK(is_refused([](ImportOptions& options) { options.resume = options.dry_run = true; }));
  CHECK(is_refused([](ImportOptions& options) { options.on_conflict = "merge"; }));
  CHECK(is_refused([](ImportOptions& options) { options.as = "xml"; }));
  CHECK(is_refused([](ImportOptions& options) { options.rejects = options.from; }));
  CHECK(is_refused([](ImportOptions& options) { options.rejects = options.checkpoint = "c"; }));
  CHECK(is_refused([](ImportOptions& options) { options.patience = "30"; }));
  CHECK(is_refused([](ImportOptions& options) {
    options.kind = "queue";
    options.on_conflict = "replace";
  }));
  CHECK(is_refused([](ImportOptions& options) {
    options.from = "-";
    options.resume = true;
  }));
}

TEST_CASE("options become what they mean") {
  ImportOptions options = cache_options();
  CHECK(options.value_form() == ValueForm{CacheFormat::json, 1});
  CHECK(options.conflict_policy() == OnConflict::keep);
  options.as = "custom";
  options.value_version = 3;
  options.on_conflict = "fail";
  options.patience = "2m";
  CHECK(options.value_form() == ValueForm{CacheFormat::custom, 3});
  CHECK(options.conflict_policy() == OnConflict::fail);
  CHECK(options.patience_time() == 2min);
}

TEST_CASE("the checkpoint stands beside the file, and standard input has none") {
  ImportOptions options = cache_options();
  CHECK(options.checkpoint_path() == "a file.jsonl.demo.cache.sessions.checkpoint");
  options.from = "-";
  CHECK(options.checkpoint_path().empty());
  options.checkpoint = "here";
  CHECK(options.checkpoint_path() == "here");
}

TEST_CASE("the command that goes on says what this one said") {
  ImportOptions options = cache_options();
  CHECK(options.resuming_command() == "redisconf import demo cache sessions --from 'a file.jsonl' --resume");
  options.from = "-";
  options.checkpoint = "c";
  options.max_errors = 5;
  options.on_conflict = "replace";
  CHECK(options.resuming_command() ==
        "redisconf import demo cache sessions --from - --checkpoint c --on-conflict replace --max-errors 5 "
        "--resume");
}

TEST_CASE("a number that is none, negative or too large is told with what would do") {
  const auto refused = [](const std::string& option, const std::string& text) {
    std::string answer;
    try {
      static_cast<void>(compiler::run_command(import_command(), "redisconf import",
                                              {"demo", "cache", "sessions", option + '=' + text}));
    } catch (const UsageError& error) {
      answer = error.what();
    }
    return answer;
  };
  for (const char* const text : {"-1", "x", "1.5", "99999999999999999999", " 1"}) {
    CAPTURE(text);
    CHECK(refused("--max-errors", text) ==
          "--max-errors takes a whole number from 0 to 18446744073709551615");
    CHECK(refused("--value-version", text) == "--value-version takes a whole number from 0 to 4294967295");
  }
  CHECK(refused("--value-version", "4294967296").find("--value-version takes") == 0);
  CHECK(refused("--value-version", "4294967295").find("--from is missing") == 0);
}
