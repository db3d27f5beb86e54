// Faults of our own process: descriptors, clocks, signals, children.
#include "client/support/outage.h"
#include "client/support/peer.h"
#include "client/support/sandbox.h"
#include "client/support/trial_config.h"
#include "support/in_child.h"
#include "support/sanitizers.h"

#include <redisconf/client/client.h>
#include <redisconf/client/connection.h>
#include <redisconf/testing/inputs.h>
#include <redisconf/testing/temporary_directory.h>

#include <glob.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>

using redisconf::Client;
using redisconf::Connection;
using redisconf::Deadline;
using redisconf::ErrorCategory;
using redisconf::RedisError;
using redisconf::Stage;
using redisconf::test::contains;
using redisconf::test::expect_error;
using redisconf::test::in_process_with;
using redisconf::test::kNeedsDescriptors;
using redisconf::test::kPipeOfSanitizer;
using redisconf::test::kSanitized;
using redisconf::test::kSecret;
using redisconf::test::live_through;
using redisconf::test::not_possible_here;
using redisconf::test::Peer;
using redisconf::test::PeerServer;
using redisconf::test::recovers;
using redisconf::test::set_short_retries;
using redisconf::test::start_in_child;
using redisconf::test::status_of;
using redisconf::test::trial_config;
using redisconf::test::trial_inputs;
using redisconf::test::TrialConfig;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;
using namespace std::chrono_literals;

namespace {

// No descriptor more than are open now, while it lives.
class NoDescriptorLeft {
 public:
  NoDescriptorLeft() {
    getrlimit(RLIMIT_NOFILE, &before_);
    rlimit none = before_;
    const int next = dup(0);
    close(next);
    none.rlim_cur = static_cast<rlim_t>(next);
    setrlimit(RLIMIT_NOFILE, &none);
  }
  NoDescriptorLeft(const NoDescriptorLeft&) = delete;
  NoDescriptorLeft& operator=(const NoDescriptorLeft&) = delete;
  ~NoDescriptorLeft() { setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

RedisError error_without_descriptors(const TrialConfig& config) {
  Client client(config);
  auto error = [&] {
    const NoDescriptorLeft none;
    return expect_error(10s, [&] { return client.get("key"); });
  }();
  CHECK(recovers(client));
  return error;
}

std::string faketime_library() {
  glob_t found{};
  std::string path;
  if (glob("/usr/lib/*/faketime/libfaketime.so.1", 0, nullptr, &found) == 0) path = found.gl_pathv[0];
  globfree(&found);
  return path;
}

long long client_id(Client& client) { return client.command({"CLIENT", "ID"}).as_integer(); }

// In a child process; 0 when all is as it should be.
int use_in_child(Client& client, Connection& connection, long long id) {
  const std::array<std::string_view, 1> ping{"PING"};
  try {
    static_cast<void>(connection.command(ping, Deadline::after(10s)));
    return 1;  // the parent's socket was used
  } catch (const RedisError& error) {
    if (error.category() != ErrorCategory::closed || !error.retry_safe()) return 2;
  }
  if (client_id(client) == id) return 3;
  const Client gone = std::move(client);  // closes its copies, and says no farewell for the parent
  return 0;
}

void fork_and_use(const RedisServer& server) {
  Client client{trial_config(server)};
  Connection connection = Connection::open(client.config(), Deadline::after(10s));
  const std::array<std::string_view, 1> ping{"PING"};
  const long long id = client_id(client);
  CHECK(status_of(start_in_child([&] { return use_in_child(client, connection, id); })) == 0);
  CHECK(client_id(client) == id);
  CHECK(connection.command(ping, Deadline::after(10s)).as_string() == "PONG");
}

void on_alarm(int) {}

// Interrupts system calls a thousand times a second, without SA_RESTART.
class Interruptions {
 public:
  Interruptions() {
    struct sigaction action {};
    action.sa_handler = on_alarm;
    sigaction(SIGALRM, &action, &before_);
    const itimerval often{{0, 1000}, {0, 1000}};
    setitimer(ITIMER_REAL, &often, nullptr);
  }
  Interruptions(const Interruptions&) = delete;
  Interruptions& operator=(const Interruptions&) = delete;
  ~Interruptions() {
    const itimerval never{};
    setitimer(ITIMER_REAL, &never, nullptr);
    sigaction(SIGALRM, &before_, nullptr);
  }

 private:
  struct sigaction before_ {};
};

void work_under_interruptions(const RedisServer& server) {
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_HOST", "localhost");
  const TrialConfig config(inputs);
  const Interruptions interruptions;
  for (int i = 0; i < 20; ++i) {
    Client client(config);
    const std::string value(static_cast<std::size_t>(i) * 100'000, static_cast<char>('a' + i));
    client.set("key", value);
    CHECK(client.get("key") == value);
  }
}

}  // namespace

TEST_CASE("fault 62: no descriptor is left for the connection", "[client][faults]") {
  if (kNeedsDescriptors) return not_possible_here(kPipeOfSanitizer);
  const RedisServer server({.password = kSecret});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_RETRY_INITIAL_BACKOFF", "1ms");
  const auto error = error_without_descriptors(TrialConfig(inputs));
  CHECK(error.category() == ErrorCategory::connect);
  CHECK(error.stage() == Stage::connect);
  CHECK_THAT(error.what(), contains("this process has no file descriptor left") && contains("LimitNOFILE="));
}

TEST_CASE("fault 62: no descriptor is left for the look-up of the name", "[client][faults]") {
  if (kNeedsDescriptors) return not_possible_here(kPipeOfSanitizer);
  const RedisServer server({.password = kSecret});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_HOST", "localhost");
  inputs.set("REDIS_RETRY_INITIAL_BACKOFF", "1ms");
  const auto error = error_without_descriptors(TrialConfig(inputs));
  CHECK_THAT(error.what(), contains("no file descriptor left"));
  CHECK((error.stage() == Stage::resolve || error.stage() == Stage::connect));
}

TEST_CASE("fault 62: calls that find no descriptor do not spin", "[client][faults]") {
  if (kNeedsDescriptors) return not_possible_here(kPipeOfSanitizer);
  const RedisServer server({.password = kSecret});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_RETRY_MAX_RETRIES", "0");  // whose pause would be as long
  inputs.set("REDIS_RETRY_INITIAL_BACKOFF", "1m");
  inputs.set("REDIS_RETRY_MAX_BACKOFF", "1h");
  Client client{TrialConfig(inputs)};
  const NoDescriptorLeft none;
  static_cast<void>(expect_error(10s, [&] { return client.get("key"); }));
  int attempts = 0;
  for (int i = 0; i < 1000; ++i) {
    if (expect_error(10s, [&] { return client.get("key"); }).category() == ErrorCategory::connect) ++attempts;
  }
  CHECK(attempts <= 1);
}

TEST_CASE("fault 68: the wall clock jumps a year in the middle of a call", "[client][faults]") {
  const std::string library = faketime_library();
  if (library.empty()) return not_possible_here("faketime is not installed");
  if (kSanitized) return not_possible_here("faketime and a sanitizer both have to be loaded first");
  const char* const file = std::getenv("FAKETIME_TIMESTAMP_FILE");
  if (file == nullptr) {
    const redisconf::testing::TemporaryDirectory directory("redisconf-time");
    const auto path = directory.write("offset", "+0\n");
    const bool outside =
        !in_process_with("FAKETIME_TIMESTAMP_FILE=" + path.string() +
                         " FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1 LD_PRELOAD=" + library);
    REQUIRE(outside);
    return;
  }
  ::unsetenv("LD_PRELOAD");  // the server keeps the real time
  RedisServer server({.password = kSecret});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_TIMEOUTS_COMMAND", "300ms");
  set_short_retries(inputs);
  Client client{TrialConfig(inputs)};
  REQUIRE(recovers(client));
  for (const char* const jump : {"+1y\n", "-1y\n"}) {
    const std::time_t before = std::time(nullptr);
    server.freeze();
    std::ofstream(file, std::ios::trunc) << jump;
    REQUIRE(std::abs(std::difftime(std::time(nullptr), before)) > 86400.0);
    const auto error = live_through(client, 300ms, [&server] { server.resume(); });
    CHECK(error.category() == ErrorCategory::timeout);
    CHECK(error.stage() == Stage::command);
  }
}

TEST_CASE("fault 70: a child process never uses its parent's sockets", "[client][faults]") {
  fork_and_use(RedisServer({.password = kSecret}));
}

TEST_CASE("fault 70: nor ends its parent's TLS sessions", "[client][faults]") {
  fork_and_use(RedisServer({.tls = true, .password = kSecret}));
}

TEST_CASE("fault 72: signals interrupt every system call", "[client][faults]") {
  work_under_interruptions(RedisServer({.password = kSecret}));
}

TEST_CASE("fault 72: under TLS too", "[client][faults]") {
  work_under_interruptions(RedisServer({.tls = true, .password = kSecret}));
}

TEST_CASE("fault 5: a reset in the middle of a reply", "[client][faults]") {
  const PeerServer server([](Peer& peer) {
    peer.greet();
    peer.receive();
    peer.send("$5\r\nhel");
    peer.reset();
  });
  Client client{TrialConfig(trial_inputs("127.0.0.1", server.port()))};
  const auto error = expect_error(30s, [&] {
    client.set("key", "value");
    return true;
  });
  CHECK(error.category() == ErrorCategory::closed);
  CHECK(error.stage() == Stage::command);
  CHECK_FALSE(error.retry_safe());
  CHECK(client.pool_stats().open == 0);
}
