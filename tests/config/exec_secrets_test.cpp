// Secrets that the tool of a secret manager prints.
#include <redisconf/config/secret_provider.h>

#include "support/sanitizers.h"
#include "temporary_folder.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

using redisconf::exec_secrets;
using redisconf::Secret;
using redisconf::SecretAnswer;
using redisconf::split_command;
using redisconf::test::contains;
using redisconf::test::TemporaryFolder;
using namespace std::chrono_literals;
using State = redisconf::SecretAnswer::State;

namespace {

SecretAnswer ask(std::vector<std::string> words, std::chrono::milliseconds deadline = 20s) {
  return exec_secrets({std::move(words), deadline})->get("redis-password");
}

// What a script answers that /bin/sh runs.
SecretAnswer run(std::string_view body, std::chrono::milliseconds deadline = 20s) {
  const TemporaryFolder folder;
  return ask({folder.script(body), "{name}"}, deadline);
}

std::string found(const SecretAnswer& answer) {
  CHECK(answer.error.empty());
  return answer.state == State::found ? std::string(answer.secret.reveal()) : "nothing found";
}

std::string error_of(const SecretAnswer& answer) {
  CHECK(answer.state == State::failed);
  CHECK(answer.secret.empty());
  CHECK_FALSE(answer.fix.empty());
  return answer.error;
}

// Sets what the process does with a signal, and puts it back.
class Disposition {
 public:
  Disposition(int number, void (*handler)(int)) : number_(number), before_(::signal(number, handler)) {}
  ~Disposition() { ::signal(number_, before_); }
  Disposition(const Disposition&) = delete;
  Disposition& operator=(const Disposition&) = delete;

 private:
  int number_;
  void (*before_)(int);
};

// A variable of this process, put back at the end.
class Variable {
 public:
  explicit Variable(const char* name) : name_(name), before_(std::getenv(name)) {}
  ~Variable() { ::setenv(name_, before_.c_str(), 1); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

  void set(const std::string& value) const { ::setenv(name_, value.c_str(), 1); }

 private:
  const char* name_;
  std::string before_;
};

bool has_children() { return ::waitpid(-1, nullptr, WNOHANG) >= 0 || errno != ECHILD; }

std::size_t open_files() {
  std::size_t count = 0;
  for (int number = 0; number < 256; ++number) count += ::fcntl(number, F_GETFD) >= 0 ? 1U : 0U;
  return count;
}

// Gone, or a zombie of whoever adopted it. A process that was killed may take its time on a busy machine.
bool ends(pid_t process) {
  const auto patience = std::chrono::steady_clock::now() + 10s;
  while (std::chrono::steady_clock::now() < patience) {
    std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
    std::string number, program, state;
    stat >> number >> program >> state;
    if (state.empty() || state == "Z" || state == "X") return true;
    std::this_thread::yield();
  }
  return false;
}

}  // namespace

TEST_CASE("the tool's output is the secret, but for one line end", "[exec-secrets]") {
  CHECK(found(run("echo hunter2")) == "hunter2");
  CHECK(found(run("printf 'hunter2'")) == "hunter2");
  CHECK(found(run("printf 'two\\nlines\\n\\n'")) == "two\nlines\n");
  CHECK(found(run("echo a warning >&2; echo hunter2")) == "hunter2");
  CHECK(found(run("head -c 65536 /dev/zero | tr '\\0' x")).size() == Secret::kMaxBytes);
  CHECK(std::string(exec_secrets({})->name()) == "exec");
}

TEST_CASE("the name stands where the words say, and no shell reads them", "[exec-secrets]") {
  const TemporaryFolder folder;
  const std::string tool = folder.script(R"(printf '<%s>' "$@")");
  CHECK(found(ask({tool, "get", "a/{name}/{name}", "$HOME; *", ""})) ==
        "<get><a/redis-password/redis-password><$HOME; *><>");
  CHECK(found(ask({"printf", "%s", "{name}"})) == "redis-password");
  const auto provider = exec_secrets({{tool, "{name}"}});
  CHECK(found(provider->get("{name}")) == "<{name}>");
  for (const char* const name : {"", "-v", "a b", "a\nb", "a\x7F", "a\xFF"}) {
    CHECK_THAT(error_of(provider->get(name)), contains("can't be passed to a command"));
  }
}

TEST_CASE("a failing tool is named with its status and what it said", "[exec-secrets]") {
  CHECK_THAT(error_of(run("echo 'not logged in' >&2; exit 7")),
             contains("ended with status 7; it said: not logged in"));
  CHECK_THAT(error_of(run("exit 3")), contains("status 3; it said nothing"));
  CHECK_THAT(error_of(run("kill -SEGV $$")), contains("killed by signal 11"));
  CHECK_THAT(error_of(run("printf 'a\\033[31m\\nb\\377' >&2; exit 1")), contains("it said: a?[31m b?"));
  CHECK_THAT(error_of(ask({"/nonexistent/tool"})), contains("is not an executable program"));
  CHECK_THAT(error_of(ask({"no-such-tool-anywhere"})), contains("is not an executable program"));
  CHECK_THAT(error_of(ask({})), contains("the command is empty"));
  CHECK_THAT(error_of(ask({"", "{name}"})), contains("the command is empty"));
  const TemporaryFolder folder;
  CHECK_THAT(error_of(ask({folder.write("tool",
                                        "\x7F"
                                        "ELF?",
                                        0700)})),
             contains("can't be started"));
}

TEST_CASE("only the end of a long complaint is shown", "[exec-secrets]") {
  const std::string error =
      error_of(run("i=0; while [ $i -lt 3000 ]; do echo early; i=$((i+1)); done >&2; echo late >&2; exit 1"));
  CHECK_THAT(error, contains("late"));
  CHECK(error.size() < 700);
}

TEST_CASE("no error shows the output", "[exec-secrets]") {
  CHECK_THAT(error_of(run("echo correct-horse; exit 1")), !contains("correct"));
  const std::string repeated = error_of(run("echo correct-horse; echo 'bad: rect-horse!' >&2; exit 1"));
  CHECK_THAT(repeated, !contains("horse"));
  CHECK_THAT(repeated, contains("not shown"));
  CHECK_THAT(error_of(run("echo pin4; echo 'pin4 is bad' >&2; exit 1")), !contains("pin4"));
  CHECK_THAT(error_of(run("echo correct-horse; echo denied >&2; exit 1")), contains("it said: denied"));
}

TEST_CASE("output that is no secret is refused", "[exec-secrets]") {
  CHECK_THAT(error_of(run("echo 'no such secret' >&2")), contains("is empty; it said: no such secret"));
  CHECK_THAT(error_of(run("echo")), contains("is empty"));
  CHECK_THAT(error_of(run("printf 'x\\000y'")), contains("holds a control character"));
  CHECK_THAT(error_of(run("printf 'x\\377y'")), contains("is not UTF-8"));
  CHECK_THAT(error_of(run("head -c 65537 /dev/zero | tr '\\0' x")), contains("is longer than 64 KiB"));
  CHECK_THAT(error_of(run("exec yes")), contains("prints more than 64 KiB"));
}

TEST_CASE("a tool that hangs is ended at the deadline, with all that it started", "[exec-secrets]") {
  const TemporaryFolder folder;
  const std::string pid_file = folder.path() + "/pid";
  const std::string waiting =
      folder.script("sleep 1000 & echo $! > '" + pid_file + "'; echo waiting >&2; wait");
  CHECK_THAT(error_of(ask({waiting}, 300ms)), contains("did not end within 300 ms; it said: waiting"));
  pid_t started = 0;
  std::ifstream(pid_file) >> started;
  REQUIRE(started > 0);
  CHECK(ends(started));

  CHECK_THAT(error_of(run("trap '' TERM; while :; do sleep 1; done", 100ms)), contains("did not end within"));
  CHECK_FALSE(has_children());
}

TEST_CASE("a tool that leaves something running does not keep us waiting", "[exec-secrets]") {
  const TemporaryFolder folder;
  const std::string pid_file = folder.path() + "/pid";
  CHECK(found(ask({folder.script("sleep 1000 & echo $! > '" + pid_file + "'; echo hunter2")})) == "hunter2");
  pid_t left = 0;
  std::ifstream(pid_file) >> left;
  REQUIRE(left > 0);
  CHECK(::kill(left, SIGKILL) == 0);
}

TEST_CASE("neither processes nor files are left", "[exec-secrets]") {
  const std::size_t before = open_files();
  for (int turn = 0; turn < 5; ++turn) {
    (void)run("echo hunter2");
    (void)run("exit 1");
    (void)ask({"/nonexistent/tool"});
  }
  CHECK(open_files() == before);
  CHECK_FALSE(has_children());
}

TEST_CASE("the tool starts clean: no file but three, no signal blocked or ignored", "[exec-secrets]") {
  const int leaked = ::open("/dev/null", O_RDONLY);  // without O_CLOEXEC
  const Disposition ignored(SIGPIPE, SIG_IGN);
  const std::string files = found(run("ls /proc/self/fd | tr '\\n' ' '"));
  const std::string input = found(run("readlink /proc/self/fd/0"));
  const std::string signals = found(run("grep -E 'Sig(Blk|Ign)' /proc/self/status | tr -d '\\n\\t'"));
  ::close(leaked);
  CHECK(files == "0 1 2 3 ");  // 3 is the folder that ls reads
  CHECK(input == "/dev/null");
  CHECK(signals == "SigBlk:0000000000000000SigIgn:0000000000000000");
}

TEST_CASE("the status is known where the program ignores or reaps its children", "[exec-secrets]") {
  {
    const Disposition ignored(SIGCHLD, SIG_IGN);
    CHECK(found(run("echo hunter2")) == "hunter2");
    CHECK_THAT(error_of(run("echo hunter2; exit 4")), contains("status 4"));
  }
  const Disposition reaping(SIGCHLD, [](int) {
    const int error = errno;
    while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    errno = error;
  });
  CHECK(found(run("echo hunter2")) == "hunter2");
  CHECK_THAT(error_of(run("echo hunter2; exit 4")), contains("status 4"));
}

TEST_CASE("several threads ask at once", "[exec-secrets]") {
  const auto provider = exec_secrets({{"printf", "%s", "{name}"}});
  std::vector<std::string> answers(4);
  std::vector<std::thread> threads;
  for (std::size_t number = 0; number < answers.size(); ++number) {
    threads.emplace_back([&, number] {
      for (int turn = 0; turn < 5; ++turn) {
        answers[number] = provider->get("name-" + std::to_string(number)).secret.reveal();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(answers == std::vector<std::string>{"name-0", "name-1", "name-2", "name-3"});
}

TEST_CASE("one line becomes words without a shell", "[exec-secrets]") {
  using Words = std::vector<std::string>;
  CHECK(split_command("vault kv get -field=value redis/{name}").words ==
        Words{"vault", "kv", "get", "-field=value", "redis/{name}"});
  CHECK(split_command("  a\t'b c' \"d \\\"e\\\\ $f\\g\" ''  x'y'\"z\" ").words ==
        Words{"a", "b c", "d \"e\\ $f\\g", "", "xyz"});
  CHECK(split_command("").fault == "is empty");
  CHECK(split_command("  ").fault == "is empty");
  CHECK(split_command("a\nb\r").words == Words{"a", "b"});
  CHECK_THAT(split_command("a 'b").fault, contains("nothing closes"));
  CHECK_THAT(split_command("a \"b\\\"").fault, contains("nothing closes"));
  CHECK_THAT(split_command("a \"b\\").fault, contains("nothing closes"));
  for (const char* const line : {"a | b", "a $X", "a `b`", "a; b", "a > b", "a *", "~/a", "a \\b", "a & "}) {
    const auto command = split_command(line);
    CHECK_THAT(command.fault, contains("no shell runs"));
    CHECK(command.words.empty());
  }
  CHECK(split_command(std::string_view("a\0b", 3)).fault == "has a NUL");
}

TEST_CASE("what is no executable file is no program", "[exec-secrets]") {
  const TemporaryFolder folder;
  CHECK_THAT(error_of(ask({folder.path()})), contains("is not an executable program"));
  CHECK_THAT(error_of(ask({folder.write("plain", "#!/bin/sh\necho hunter2\n", 0600)})),
             contains("is not an executable program"));
}

TEST_CASE("a program is found in the absolute folders of $PATH alone", "[exec-secrets]") {
  const TemporaryFolder folder;
  folder.write("redisconf-test-tool", "#!/bin/sh\necho hunter2\n", 0700);
  const Variable path("PATH");
  path.set("relative::" + folder.path() + ":/usr/bin:/bin");
  CHECK(found(ask({"redisconf-test-tool"})) == "hunter2");
  path.set("." + folder.path());
  CHECK_THAT(error_of(ask({"redisconf-test-tool"})), contains("is not an executable program"));
  path.set("");
  CHECK_THAT(error_of(ask({"printf", "x"})), contains("is not an executable program"));
  ::unsetenv("PATH");
  CHECK(found(ask({"printf", "x"})) == "x");
}

// As when a machine without memory chooses its victims.
TEST_CASE("a tool whose supervisor is killed gives no secret", "[exec-secrets]") {
  CHECK_THAT(error_of(run("echo hunter2; kill -KILL $PPID; exec sleep 0.2")), contains("killed by signal 9"));
}

TEST_CASE("a process without free descriptors says so", "[exec-secrets]") {
  if (redisconf::test::kNeedsDescriptors) {
    std::cout << "this test: not possible here: " << redisconf::test::kPipeOfSanitizer << '\n';
    SUCCEED();
    return;
  }
  const TemporaryFolder folder;
  const std::string tool = folder.script("echo hunter2");
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const int next = ::dup(0);
  ::close(next);
  int refused = 0;
  // Each pipe in turn is the one that finds no room.
  for (int room = 0; room < 7; ++room) {
    rlimit tight = before;
    tight.rlim_cur = static_cast<rlim_t>(next + room);
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &tight) == 0);
    const SecretAnswer answer = ask({tool});
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
    CHECK_THAT(error_of(answer), contains("can't be started: Too many open files"));
    ++refused;
  }
  CHECK(refused == 7);
  CHECK(found(ask({tool})) == "hunter2");
}

// A daemon may have closed them; then a pipe would stand where the tool expects its own files.
TEST_CASE("a process without standard files can ask too", "[exec-secrets]") {
  const TemporaryFolder folder;
  const std::string tool = folder.script("echo hunter2; echo a warning >&2");
  std::array<int, 3> kept{};
  for (int number = 0; number < 3; ++number) {
    kept.at(static_cast<std::size_t>(number)) = ::fcntl(number, F_DUPFD_CLOEXEC, 10);
    ::close(number);
  }
  const SecretAnswer answer = ask({tool});
  for (int number = 0; number < 3; ++number) {
    ::dup2(kept.at(static_cast<std::size_t>(number)), number);
    ::close(kept.at(static_cast<std::size_t>(number)));
  }
  CHECK(found(answer) == "hunter2");
}
