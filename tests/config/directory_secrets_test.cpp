// Secrets as files of a folder.
#include <redisconf/config/secret_provider.h>

#include "temporary_folder.h"

#include <string>

using redisconf::directory_secrets;
using redisconf::Secret;
using redisconf::SecretAnswer;
using redisconf::test::contains;
using redisconf::test::TemporaryFolder;
using State = redisconf::SecretAnswer::State;

namespace {

SecretAnswer ask(const TemporaryFolder& folder, std::string_view name) {
  return directory_secrets(folder.path())->get(name);
}

std::string found(const TemporaryFolder& folder, std::string_view name) {
  const SecretAnswer answer = ask(folder, name);
  CHECK(answer.error.empty());
  return answer.state == State::found ? std::string(answer.secret.reveal()) : "nothing found";
}

std::string error_of(const TemporaryFolder& folder, std::string_view name) {
  const SecretAnswer answer = ask(folder, name);
  CHECK(answer.state == State::failed);
  CHECK(answer.secret.empty());
  CHECK_FALSE(answer.fix.empty());
  return answer.error;
}

}  // namespace

TEST_CASE("a file of the folder is the secret, but for one line end", "[directory-secrets]") {
  const TemporaryFolder folder;
  folder.write("plain", "hunter2");
  folder.write("lf", "hunter2\n");
  folder.write("crlf", "hunter2\r\n");
  folder.write("two", "hunter2\n\n");
  folder.write("spaces", " hunter2 ");
  CHECK(found(folder, "plain") == "hunter2");
  CHECK(found(folder, "lf") == "hunter2");
  CHECK(found(folder, "crlf") == "hunter2");
  CHECK(found(folder, "two") == "hunter2\n");
  CHECK(found(folder, "spaces") == " hunter2 ");
  CHECK(ask(folder, "other").state == State::absent);
  CHECK(std::string(directory_secrets(folder.path())->name()) == "directory");
}

TEST_CASE("links of a Kubernetes mount are followed", "[directory-secrets]") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() + "/..2024_01");
  folder.write("..2024_01/password", "hunter2");
  std::filesystem::create_symlink("..2024_01", folder.path() + "/..data");
  std::filesystem::create_symlink("..data/password", folder.path() + "/password");
  std::filesystem::create_symlink("..data/gone", folder.path() + "/gone");
  CHECK(found(folder, "password") == "hunter2");
  CHECK_THAT(error_of(folder, "gone"), contains("link to a file that does not exist"));
}

TEST_CASE("no name leaves the folder", "[directory-secrets]") {
  using namespace std::string_view_literals;
  const TemporaryFolder folder;
  for (const auto name : {""sv, "."sv, ".."sv, "../x"sv, "/etc/passwd"sv, "a/b"sv, "..data"sv, "a\0b"sv}) {
    CHECK_THAT(error_of(folder, name), contains("can't be the name of a file"));
  }
  CHECK_THAT(error_of(folder, std::string(256, 'x')), contains("can't be the name of a file"));
}

TEST_CASE("what is no secret is refused without showing it", "[directory-secrets]") {
  using namespace std::string_view_literals;
  const TemporaryFolder folder;
  folder.write("empty", "\n");
  folder.write("nul", "hunter2\0"sv);
  folder.write("escape", "hunter2\x1B[0m");
  folder.write("latin1", "hunter2\xE4");
  folder.write("long", std::string(Secret::kMaxBytes + 1, 'x'));
  folder.write("longer", std::string(Secret::kMaxBytes + 3, 'x'));
  folder.write("longest", std::string(Secret::kMaxBytes, 'x') + "\r\n");
  std::filesystem::create_directory(folder.path() + "/folder");
  REQUIRE(::mkfifo((folder.path() + "/fifo").c_str(), 0600) == 0);
  CHECK(error_of(folder, "empty") == "is empty");
  CHECK(error_of(folder, "nul") == "holds a control character");
  CHECK(error_of(folder, "escape") == "holds a control character");
  CHECK(error_of(folder, "latin1") == "is not UTF-8");
  CHECK_THAT(error_of(folder, "long"), contains("longer than 64 KiB"));
  CHECK_THAT(error_of(folder, "longer"), contains("longer than 64 KiB"));
  CHECK(found(folder, "longest").size() == Secret::kMaxBytes);
  CHECK_THAT(error_of(folder, "folder"), contains("Is a directory"));
  CHECK_THAT(error_of(folder, "fifo"), contains("not a regular file"));
}

TEST_CASE("a file that everybody may write is worth a warning", "[directory-secrets]") {
  const TemporaryFolder folder;
  folder.write("readable", "hunter2", 0644);
  folder.write("writable", "hunter2", 0666);
  CHECK(ask(folder, "readable").warning.empty());
  CHECK_THAT(ask(folder, "writable").warning, contains("written by every user"));
}

TEST_CASE("a folder that does not exist is an error, not an absent secret", "[directory-secrets]") {
  const SecretAnswer answer = directory_secrets("/nonexistent/secrets")->get("password");
  CHECK(answer.state == State::failed);
  CHECK_THAT(answer.error, contains("folder of secrets does not exist"));
}

TEST_CASE("line ends and tabs are part of a key", "[directory-secrets]") {
  const TemporaryFolder folder;
  folder.write("key", "-----BEGIN\r\n\tMIIB\r\n-----END\r\n");
  CHECK(found(folder, "key") == "-----BEGIN\r\n\tMIIB\r\n-----END");
}

// /proc tells no sizes, and reading another process's memory at 0 fails.
TEST_CASE("a file may be longer than it says, and reading it may fail", "[directory-secrets]") {
  const auto proc = directory_secrets("/proc/self");
  const SecretAnswer status = proc->get("status");
  REQUIRE(status.state == State::found);
  CHECK(status.secret.reveal().starts_with("Name:"));
  CHECK(status.secret.reveal().size() > 200);
  CHECK(proc->get("mem").error == "can't be read: Input/output error");
}
