// `redisconf diff` as users run it, with a real git repository.
#include <filesystem>

#include "support.h"
#include "support/catch.h"
#include "tool.h"

using namespace redisconf::compiler::test;
using redisconf::test::contains;

namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kGit{"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
                                    "GIT_AUTHOR_NAME=test",        "GIT_AUTHOR_EMAIL=test@example.org",
                                    "GIT_COMMITTER_NAME=test",     "GIT_COMMITTER_EMAIL=test@example.org"};

const std::string kDemo(kService);

// A repository whose first commit holds a schema; `folder` is where the project lies in it.
class Repository {
 public:
  explicit Repository(std::string project = "") : project_(std::move(project)) {
    git({"init", "--quiet", "--initial-branch=main"});
    write("redis.yaml", kSharedSchema);
    write("services/demo.yaml", kDemo);
    commit();
  }

  std::string git(const std::vector<std::string>& arguments) const {
    std::vector<std::string> words{"git"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    const Run result = run({words, folder_.path(), kGit, {}});
    INFO(result.errors);
    REQUIRE(result.status == 0);
    return result.output;
  }

  void write(const std::string& file, std::string_view text) const {
    folder_.write(project_ + "schema/" + file, text);
  }

  void commit() const {
    git({"add", "--all"});
    git({"commit", "--quiet", "--message=next"});
  }

  [[nodiscard]] std::string path(const std::string& below = "") const {
    return folder_.path(project_ + below);
  }

  [[nodiscard]] Run diff(std::vector<std::string> arguments, const std::string& below = "") const {
    arguments.insert(arguments.begin(), "diff");
    return run_tool(path(below), arguments, kGit);
  }

 private:
  TemporaryFolder folder_;
  std::string project_;
};

const std::string kSlow = kDemo + "settings: {timeouts: {command: 1s}}\n";
const std::string kOtherPrefix = kDemo + "key_prefix: \"other:\"\n";

constexpr const char* kSlower = "medium    timeouts.command: 500ms -> 1s\n  in: demo.production\n";

}  // namespace

TEST_CASE("diff tells what is not committed yet, and leaves the checkout alone") {
  const Repository repository;
  CHECK_THAT(repository.diff({"--against", "HEAD"}).output, contains(": no changes\n"));
  repository.write("services/demo.yaml", kSlow);
  repository.git({"add", "--all"});
  repository.write("services/demo.yaml", kSlow + "# more\n");
  const std::string index = read_file(repository.path(".git/index"));
  const Run result = repository.diff({"--against", "HEAD"});
  CHECK(result.status == 0);
  CHECK(result.errors == "");
  CHECK_THAT(result.output, contains(kSlower));
  CHECK_THAT(result.output, contains("now: schema/services/demo.yaml:3:32 settings.timeouts.command\n"));
  CHECK_THAT(result.output, contains("was: catalogue\n"));
  CHECK_THAT(result.output, contains("2 changes: 1 medium, 1 low\n"));
  CHECK(read_file(repository.path(".git/index")) == index);
  CHECK(repository.git({"status", "--porcelain"}) == "MM schema/services/demo.yaml\n");
}

TEST_CASE("diff works from a subdirectory, in a nested project and in a worktree") {
  const Repository repository("products/shop/");
  repository.write("services/demo.yaml", kSlow);
  CHECK_THAT(repository.diff({"--against", "HEAD"}).output, contains(kSlower));
  CHECK_THAT(repository.diff({"--against", "HEAD", "--schema", "redis.yaml"}, "schema").output,
             contains(kSlower));
  CHECK_THAT(repository.diff({"--against", "HEAD", "--schema", "../redis.yaml"}, "schema/services").output,
             contains(kSlower));
  const TemporaryFolder other;
  repository.git({"worktree", "add", "--quiet", other.path("tree")});
  other.write("tree/products/shop/schema/services/demo.yaml", kSlow);
  const Run result = run_tool(other.path("tree/products/shop"), {"diff", "--against", "main"}, kGit);
  CHECK_THAT(result.output, contains(kSlower));
}

TEST_CASE("variables of a git hook do not lead diff astray") {
  const Repository repository;
  repository.write("services/demo.yaml", kSlow);
  auto environment = kGit;
  environment.insert(environment.end(), {"GIT_DIR=.git", "GIT_INDEX_FILE=.git/index", "GIT_WORK_TREE=."});
  CHECK_THAT(run_tool(repository.path(), {"diff", "--against", "HEAD"}, environment).output,
             contains(kSlower));
}

TEST_CASE("a revision may be any name of a commit, and REV... is where a branch left it") {
  const Repository repository;
  repository.git({"tag", "v1"});
  repository.git({"switch", "--quiet", "--create", "topic"});
  repository.write("services/demo.yaml", kSlow);
  repository.commit();
  repository.git({"switch", "--quiet", "main"});
  repository.write("services/other.yaml", "redisconf: 1\nservice: other\n");
  repository.commit();
  repository.git({"switch", "--quiet", "topic"});
  for (const char* const revision : {"v1", "HEAD~1", "main...", "git:v1"}) {
    INFO(revision);
    const Run result = repository.diff({"--against", revision});
    CHECK_THAT(result.output, contains(kSlower));
    CHECK(result.output.find("other") == std::string::npos);
  }
  CHECK_THAT(repository.diff({"--against", "main"}).output,
             contains("service: declared -> (absent)\n  in: other"));
}

TEST_CASE("a folder is compared with, and comes before a revision of its name") {
  const Repository repository;
  repository.write("services/demo.yaml", kSlow);
  fs::create_directories(repository.path("main"));
  fs::copy(repository.path("schema"), repository.path("main/schema"), fs::copy_options::recursive);
  CHECK_THAT(repository.diff({"--against", "main"}).output, contains("Against main: no changes\n"));
  CHECK_THAT(repository.diff({"--against", "main/schema"}).output, contains(": no changes\n"));
  CHECK_THAT(repository.diff({"--against", "git:main"}).output, contains(kSlower));
  const Run nothing = repository.diff({"--against", ".git"});
  CHECK(nothing.status == 66);
  CHECK_THAT(nothing.errors, contains(".git holds neither schema/redis.yaml nor redis.yaml\n  fix: "));
}

TEST_CASE("where there was no schema all is new") {
  const Repository repository;
  repository.git({"rm", "-r", "--quiet", "schema"});
  repository.git({"commit", "--quiet", "--message=none"});
  repository.write("redis.yaml", kSharedSchema);
  repository.write("services/demo.yaml", kDemo);
  const Run result = repository.diff({"--against", "HEAD", "--fail-on", "critical"});
  CHECK(result.status == 0);
  CHECK_THAT(result.output, contains("There is no schema in HEAD ("));
  CHECK_THAT(result.output, contains("): all is new.\n"));
  CHECK_THAT(result.output, contains("service: (absent) -> declared"));
}

TEST_CASE("an unknown revision") {
  const Repository repository;
  repository.git({"branch", "release"});
  repository.git({"update-ref", "refs/remotes/origin/trunk", "HEAD"});
  const Run typo = repository.diff({"--against", "relaese"});
  CHECK(typo.status == 66);
  CHECK(typo.errors ==
        "redisconf: 'relaese' is neither a folder nor a git revision\n  fix: did you mean 'release'?\n");
  CHECK_THAT(repository.diff({"--against", "trunk"}).errors, contains("did you mean 'origin/trunk'?"));
  CHECK_THAT(repository.diff({"--against", "no-such-thing-at-all"}).errors, contains("  fix: name a commit"));
  CHECK(repository.diff({"--against=--output=x"}).status == 66);
  CHECK(fs::exists(repository.path("x")) == false);
}

TEST_CASE("nothing stays in the temporary folder") {
  const Repository repository;
  const TemporaryFolder temporary;
  auto environment = kGit;
  environment.push_back("TMPDIR=" + temporary.path());
  CHECK(run_tool(repository.path(), {"diff", "--against", "HEAD"}, environment).status == 0);
  CHECK(run_tool(repository.path(), {"diff", "--against", "nothing"}, environment).status == 66);
  CHECK(fs::is_empty(temporary.path()));
  environment.back() = "TMPDIR=" + temporary.path("missing");
  const Run refused = run_tool(repository.path(), {"diff", "--against", "HEAD"}, environment);
  CHECK(refused.status == 66);
  CHECK_THAT(refused.errors, contains("no temporary folder can be made: "));
}

TEST_CASE("a schema that is a symbolic link in git is not taken for a missing one") {
  const Repository repository;
  fs::rename(repository.path("schema/redis.yaml"), repository.path("schema/shared.yaml"));
  fs::create_symlink("shared.yaml", repository.path("schema/redis.yaml"));
  repository.commit();
  const Run result = repository.diff({"--against", "HEAD"});
  CHECK(result.status == 66);
  CHECK_THAT(result.errors, contains("schema/redis.yaml is a symbolic link there"));
}

TEST_CASE("a shallow checkout") {
  const Repository repository;
  repository.write("services/demo.yaml", kSlow);
  repository.commit();
  const TemporaryFolder folder;
  repository.git({"clone", "--quiet", "--depth=1", "file://" + repository.path(), folder.path("clone")});
  const Run result = run_tool(folder.path("clone"), {"diff", "--against", "HEAD~1"}, kGit);
  CHECK(result.status == 66);
  CHECK_THAT(result.errors, contains("fix: the checkout is shallow: `git fetch --unshallow`"));
}

TEST_CASE("no git checkout, and no git") {
  const SchemaFolder plain;
  const Run outside = run_tool(plain.folder().path(), {"diff", "--against", "HEAD"}, kGit);
  CHECK(outside.status == 66);
  CHECK_THAT(outside.errors, contains("the schema is in no git checkout\n  fix: "));
  const TemporaryFolder empty;
  const Run missing =
      run_tool(plain.folder().path(), {"diff", "--against", "HEAD"}, {"PATH=" + empty.path()});
  CHECK(missing.status == 66);
  CHECK_THAT(missing.errors, contains("git can't be started"));
}

TEST_CASE("a broken schema, and a broken old schema") {
  const Repository repository;
  repository.write("services/demo.yaml", kDemo + "sumary: x\n");
  const Run broken = repository.diff({"--against", "HEAD"});
  CHECK(broken.status == 65);
  CHECK_THAT(broken.errors, contains("schema/services/demo.yaml:3:1: error: unknown key 'sumary'"));
  CHECK(broken.output == "");
  const Run as_json = repository.diff({"--against", "HEAD", "--format", "json"});
  CHECK(as_json.status == 65);
  CHECK_THAT(as_json.output, contains("\"id\": \"unknown-key\""));
  repository.commit();
  repository.write("services/demo.yaml", kDemo);
  const Run old = repository.diff({"--against", "HEAD"});
  CHECK(old.status == 65);
  CHECK_THAT(old.errors, contains("HEAD:schema/services/demo.yaml:3:1: error: unknown key 'sumary'"));
  CHECK_THAT(old.errors, contains("redisconf: the old schema, of HEAD ("));
  CHECK(old.errors.find("/tree/") == std::string::npos);
}

TEST_CASE("a critical change fails until somebody answers for it") {
  const Repository repository;
  repository.write("services/demo.yaml", kOtherPrefix);
  const std::vector<std::string> strict{"--against", "HEAD", "--fail-on", "critical"};
  CHECK(repository.diff({"--against", "HEAD"}).status == 0);
  const Run failed = repository.diff(strict);
  CHECK(failed.status == 1);
  const auto at = failed.output.find("redisconf: 1\napprovals:\n");
  REQUIRE(at != std::string::npos);
  std::string approvals = failed.output.substr(at, failed.output.find("\n\n", at) + 1 - at);
  repository.write("approvals.yaml", approvals);
  CHECK(repository.diff(strict).status == 65);  // nobody has signed it
  for (auto empty = approvals.find("\"\""); empty != std::string::npos; empty = approvals.find("\"\"")) {
    approvals.replace(empty, 2, "Ada");
  }
  repository.write("approvals.yaml", approvals);
  const Run approved = repository.diff(strict);
  CHECK(approved.status == 0);
  CHECK_THAT(approved.output, contains("1 change: 1 critical; 1 approved\n"));
  repository.write("services/demo.yaml", kDemo + "key_prefix: \"third:\"\n");
  const Run another = repository.diff(strict);
  CHECK(another.status == 1);
  CHECK_THAT(another.output, contains("matches no change"));
}

TEST_CASE("approvals are no matter of generate and check") {
  const Repository repository;
  repository.write("approvals.yaml", "not: [even, an approval\n");
  CHECK(run_tool(repository.path(), {"generate"}).status == 0);
  CHECK(run_tool(repository.path(), {"check"}).status == 0);
  CHECK(repository.diff({"--against", "HEAD"}).status == 65);
}

TEST_CASE("formats of the diff") {
  const Repository repository;
  repository.write("services/demo.yaml", kOtherPrefix);
  const auto output = [&repository](const std::string& format) {
    return repository.diff({"--against", "HEAD", "--fail-on", "high", "--format", format}).output;
  };
  CHECK(output("json").starts_with("{\n  \"against\": \"HEAD ("));
  CHECK(output("markdown").starts_with("## Redis settings: 1 change: 1 critical; 1 fails --fail-on high\n"));
  CHECK(output("github").starts_with("::error file=schema/services/demo.yaml,line=3,"));
}

TEST_CASE("diff refuses wrong usage") {
  const Repository repository;
  CHECK_THAT(repository.diff({}).errors, contains("diff needs --against"));
  CHECK(repository.diff({}).status == 64);
  CHECK(repository.diff({"--against", "HEAD", "--format", "sarif"}).status == 64);
  CHECK(repository.diff({"--against", "HEAD", "--fail-on", "any"}).status == 64);
  CHECK_THAT(repository.diff({"--help"}).output, contains("redisconf diff --against origin/main..."));
}
