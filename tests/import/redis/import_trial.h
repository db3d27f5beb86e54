// `redisconf import` as a user starts it: a schema, a real server, and programs that can be killed.
#pragma once

#include "client/support/trial_config.h"
#include "support.h"
#include "tool.h"

#include <redisconf/cache/cache.h>
#include <redisconf/cache/json.h>
#include <redisconf/client/client.h>
#include <redisconf/queue/queue.h>
#include <redisconf/testing/redis_server.h>

#include <sys/types.h>

#include <set>
#include <string>
#include <vector>

namespace redisconf::test {

struct Person {
  std::string name;
  friend bool operator==(const Person&, const Person&) = default;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Person, name)

// An import in the background, whose standard input is a pipe of the test. Killed with the object.
class RunningImport {
 public:
  RunningImport(const std::string& folder, std::vector<std::string> words,
                std::vector<std::string> variables);
  RunningImport(const RunningImport&) = delete;
  RunningImport& operator=(const RunningImport&) = delete;
  ~RunningImport();

  void write(std::string_view text) const;
  void end_input();
  void signal(int number) const;
  [[nodiscard]] bool runs();
  int wait();  // the exit status; 128 and the signal when one ended it

 private:
  int input_ = -1;
  pid_t process_ = -1;
  int status_ = -1;
};

class ImportTrial {
 public:
  explicit ImportTrial(testing::RedisServerOptions options = {});

  // `redisconf import demo` with these words behind it.
  [[nodiscard]] compiler::test::Run run(std::vector<std::string> words) const;
  [[nodiscard]] RunningImport start(std::vector<std::string> words) const;

  std::string write(std::string_view file, std::string_view text) const { return folder_.write(file, text); }
  [[nodiscard]] const compiler::test::TemporaryFolder& folder() const noexcept { return folder_; }
  [[nodiscard]] testing::RedisServer& server() noexcept { return server_; }
  [[nodiscard]] Client& client() noexcept { return client_; }
  [[nodiscard]] const CacheSettings& sessions() const noexcept { return sessions_; }
  [[nodiscard]] const QueueSettings& mails() const noexcept { return mails_; }
  [[nodiscard]] queue::Queue queue() { return {client_, mails_}; }
  // The payloads of all jobs that wait, each as often as it is there.
  [[nodiscard]] std::multiset<std::string> payloads();

 private:
  [[nodiscard]] std::vector<std::string> variables() const;

  compiler::test::TemporaryFolder folder_;
  testing::RedisServer server_;
  Client client_;
  CacheSettings sessions_;
  QueueSettings mails_;
};

// Lines {"payload":N} or {"id":"N","value":{"name":"N"}}, of the numbers from `first` to before `last`.
[[nodiscard]] std::string job_lines(int first, int last);
[[nodiscard]] std::string entry_lines(int first, int last);

// 0 to before `last`, each once.
[[nodiscard]] std::multiset<std::string> numbers(int last);

}  // namespace redisconf::test
