// What generate and check do about files that are not as they were generated.
#include <filesystem>

#include "support.h"
#include "support/catch.h"
#include "tool.h"

using namespace redisconf::compiler::test;
using redisconf::test::contains;

namespace fs = std::filesystem;

namespace {

constexpr const char* kFolder = "services/demo/generated/";
constexpr const char* kHeader = "services/demo/generated/redis_config.h";
constexpr const char* kManifest = "services/demo/generated/redisconf.sha256";
constexpr const char* kOtherService = "redisconf: 1\nservice: other\n";

// A project that is generated, and what happens to it.
class Generated {
 public:
  explicit Generated(bool with_other = false) {
    if (with_other) folder().write("schema/services/other.yaml", kOtherService);
    REQUIRE(run_tool(folder().path(), {"generate"}).status == 0);
  }

  [[nodiscard]] const TemporaryFolder& folder() const { return schema_.folder(); }
  [[nodiscard]] Run generate(const std::vector<std::string>& more = {}) const {
    return tool("generate", more);
  }
  [[nodiscard]] Run check(const std::vector<std::string>& more = {}) const { return tool("check", more); }
  void change_schema(const std::string& prefix = "changed") const {
    folder().write("schema/services/demo.yaml", std::string(kService) + "key_prefix: " + prefix + "\n");
  }
  void append(const std::string& file, const std::string& text) const {
    folder().write(file, folder().read(file) + text);
  }

 private:
  [[nodiscard]] Run tool(const std::string& command, const std::vector<std::string>& more) const {
    std::vector<std::string> words{command};
    words.insert(words.end(), more.begin(), more.end());
    return run_tool(folder().path(), words);
  }

  SchemaFolder schema_;
};

}  // namespace

TEST_CASE("the manifest verifies with sha256sum") {
  const Generated project;
  const Run result =
      run({{"sha256sum", "--check", "--strict", "redisconf.sha256"}, project.folder().path(kFolder), {}, {}});
  CHECK(result.status == 0);
  CHECK_THAT(result.output, contains("redis_config.h: OK\n"));
}

TEST_CASE("generate refuses to overwrite an edit and writes nothing at all") {
  const Generated project;
  project.change_schema();
  project.append(kHeader, "// mine\n");
  const std::string effective = project.folder().read(std::string(kFolder) + "effective.yaml");
  const Run refused = project.generate({"--stamp", "a.stamp"});
  CHECK(refused.status == 73);
  CHECK_THAT(refused.errors, contains("redis_config.h: error: was edited by hand"));
  CHECK_THAT(refused.errors, contains(" generate --service demo --force\n"));
  CHECK(project.folder().read(kHeader).ends_with("// mine\n"));
  CHECK(project.folder().read(std::string(kFolder) + "effective.yaml") == effective);
  CHECK_FALSE(project.folder().has("a.stamp"));
  CHECK(project.generate({"--force"}).status == 0);
  CHECK(project.check().status == 0);
}

TEST_CASE("an edit that is what would be generated is none") {
  const Generated project;
  const Generated other;
  other.change_schema();
  REQUIRE(other.generate().status == 0);
  project.change_schema();
  for (const char* const name : {"redis_config.h", "redis_config.cpp", "effective.yaml", "env.example"}) {
    const std::string path = std::string(kFolder) + name;
    project.folder().write(path, other.folder().read(path));
  }
  CHECK(project.generate().status == 0);
  CHECK(project.check().status == 0);
}

TEST_CASE("a merge conflict in a generated file is told as one") {
  const Generated project;
  const std::string header = project.folder().read(kHeader);
  project.folder().write(kHeader, "<<<<<<< HEAD\n" + header + "=======\n" + header + ">>>>>>> topic\n");
  for (const Run& result : {project.generate(), project.check()}) {
    CHECK(result.status != 0);
    CHECK_THAT(result.errors,
               contains("redis_config.h: error: holds a merge conflict\n  fix: resolve it in "));
  }
  CHECK(project.generate({"--force"}).status == 0);
  CHECK(project.folder().read(kHeader) == header);
}

TEST_CASE("a merge conflict in the manifest alone mends itself") {
  const Generated project;
  const std::string manifest = project.folder().read(kManifest);
  project.folder().write(kManifest, "<<<<<<< HEAD\n" + manifest + "=======\n" + manifest + ">>>>>>> topic\n");
  const Run check = project.check();
  CHECK(check.status == 1);
  CHECK_THAT(check.errors, contains("does not name the files as they are"));
  CHECK(project.generate().status == 0);
  CHECK(project.folder().read(kManifest) == manifest);
}

TEST_CASE("files from before there were manifests are adopted, also outdated ones") {
  const Generated project;
  fs::remove(project.folder().path(kManifest));
  project.change_schema();
  CHECK(project.generate().status == 0);
  CHECK(project.check().status == 0);
}

TEST_CASE("a stranger's file is neither overwritten nor removed nor reported beside ours") {
  const SchemaFolder schema;
  const auto& folder = schema.folder();
  folder.write(kHeader, "// a stranger's\n");
  const Run refused = run_tool(folder.path(), {"generate"});
  CHECK(refused.status == 73);
  CHECK_THAT(refused.errors, contains("redisconf did not write it\n  fix: move it away, or lose it: "));
  CHECK(folder.read(kHeader) == "// a stranger's\n");
  CHECK_FALSE(folder.has(kManifest));

  fs::remove(folder.path(kHeader));
  folder.write(std::string(kFolder) + "notes.txt", "kept");
  CHECK(run_tool(folder.path(), {"generate"}).status == 0);
  CHECK(run_tool(folder.path(), {"check"}).status == 0);
  CHECK(folder.read(std::string(kFolder) + "notes.txt") == "kept");
}

TEST_CASE("a file named as the manifest that is none is kept") {
  const SchemaFolder schema;
  schema.folder().write(kManifest, "my own notes\n");
  CHECK(run_tool(schema.folder().path(), {"generate"}).status == 73);
  CHECK(schema.folder().read(kManifest) == "my own notes\n");
}

TEST_CASE("a file that is generated no more goes, unless it was edited") {
  const Generated project;
  const std::string old = std::string(kFolder) + "old.txt";
  project.folder().write(old, "abc");
  project.append(kManifest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  old.txt\n");
  const Run check = project.check();
  CHECK(check.status == 1);
  CHECK_THAT(check.errors, contains("old.txt: error: is generated no more\n  fix: "));

  project.folder().write(old, "abc, changed");
  const Run kept = project.generate();
  CHECK(kept.status == 0);
  CHECK_THAT(kept.errors, contains("old.txt: warning: is generated no more, but was edited by hand"));
  CHECK(project.folder().read(old) == "abc, changed");
  CHECK_THAT(project.check().errors, contains("old.txt: error: is generated no more, but was edited"));

  project.folder().write(old, "abc");
  const Run removed = project.generate({"--service", "demo"});
  CHECK_THAT(removed.output, contains("removed services/demo/generated/old.txt\n"));
  CHECK_FALSE(project.folder().has(old));
  CHECK(project.check().status == 0);
}

TEST_CASE("a service that is gone leaves nothing, once all are generated") {
  const Generated project(true);
  fs::remove(project.folder().path("schema/services/other.yaml"));
  CHECK(project.check({"--service", "demo"}).status == 0);
  CHECK(project.generate({"--service", "demo"}).status == 0);
  CHECK(project.folder().has("services/other/generated/redis_config.h"));

  const Run check = project.check();
  CHECK(check.status == 1);
  CHECK_THAT(check.errors, contains("services/other/generated: error: is generated no more: there is no "
                                    "schema/services/other.yaml\n  fix: "));
  CHECK(project.generate().status == 0);
  CHECK_FALSE(project.folder().has("services/other"));
  CHECK(project.check().status == 0);
}

TEST_CASE("of a service that is gone, edits and what is not ours stay") {
  const Generated project(true);
  fs::remove(project.folder().path("schema/services/other.yaml"));
  project.append("services/other/generated/redis_config.h", "// mine\n");
  project.folder().write("services/other/main.cpp", "int main() {}\n");
  const Run result = project.generate();
  CHECK(result.status == 0);
  CHECK_THAT(result.errors,
             contains("services/other/generated/redis_config.h: warning: is generated no more"));
  CHECK(project.folder().has("services/other/generated/redis_config.h"));
  CHECK_FALSE(project.folder().has("services/other/generated/redis_config.cpp"));
  CHECK(project.check().status == 1);

  fs::remove(project.folder().path("services/other/generated/redis_config.h"));
  CHECK(project.generate().status == 0);
  CHECK_FALSE(project.folder().has("services/other/generated"));
  CHECK(project.folder().read("services/other/main.cpp") == "int main() {}\n");
  CHECK(project.check().status == 0);
}

TEST_CASE("another schema's services beside ours are not ours to remove") {
  const Generated project;
  REQUIRE(run_tool(project.folder().path(), {"generate"}).status == 0);
  project.folder().write("extra/redis.yaml", kSharedSchema);
  project.folder().write("extra/services/other.yaml", kOtherService);
  REQUIRE(project.generate({"--schema", "extra/redis.yaml"}).status == 0);
  CHECK(project.check().status == 0);
  CHECK(project.generate().status == 0);
  CHECK(project.folder().has("services/other/generated/redis_config.h"));
  CHECK(project.folder().has(kHeader));
}

TEST_CASE("a broken schema removes nothing") {
  const Generated project(true);
  fs::remove(project.folder().path("schema/services/other.yaml"));
  project.folder().write("schema/services/demo.yaml", "redisconf: 1\nservice: demo\ncolour: blue\n");
  CHECK(project.generate().status == 65);
  CHECK(project.folder().has("services/other/generated/redis_config.h"));
}

TEST_CASE("a link in the place of a folder of generated files is not followed") {
  const Generated project(true);
  fs::create_directories(project.folder().path("elsewhere"));
  fs::rename(project.folder().path("services/demo/generated"), project.folder().path("elsewhere/demo"));
  fs::create_directory_symlink("../../elsewhere/demo", project.folder().path("services/demo/generated"));
  project.change_schema();
  const std::string before = project.folder().read("elsewhere/demo/redis_config.cpp");
  const Run linked = project.generate();
  CHECK(linked.status == 73);
  CHECK_THAT(linked.errors, contains("its folder is a symbolic link"));
  CHECK(project.folder().read("elsewhere/demo/redis_config.cpp") == before);

  fs::rename(project.folder().path("services/other"), project.folder().path("elsewhere/other"));
  fs::create_directory_symlink("../elsewhere/other", project.folder().path("services/other"));
  fs::remove(project.folder().path("services/demo/generated"));
  fs::remove(project.folder().path("schema/services/other.yaml"));
  CHECK(project.generate().status == 0);
  CHECK(project.folder().has("elsewhere/other/generated/redis_config.h"));
}
