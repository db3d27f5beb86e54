// A queue's figures beside BullMQ's and bee-queue's, on one server in one run, and beside a loop of
// minimal calls, which is the limit.
//
// Usage: queue_bench ROUNDS [FOLDER OF THE PEERS, WITH node_modules]
#include "client/support/trial_config.h"
#include "queue/support/trial_queue.h"
#include "queue_idle.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace redisconf;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kJobs = 100'000;
constexpr std::size_t kPeersJobs = 50'000;  // they take longer

using Figures = std::map<std::string, std::vector<double>>;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double info(const testing::RedisServer& server, const char* section, const std::string& field) {
  const std::string text = server.command({"INFO", section}).as_string();
  const std::size_t at = text.find('\n' + field + ':');
  return at == std::string::npos ? 0 : std::atof(text.c_str() + at + field.size() + 2);
}

double processor_us(const testing::RedisServer& server) {
  return (info(server, "cpu", "used_cpu_user") + info(server, "cpu", "used_cpu_sys")) * 1e6;
}

void fill(queue::Queue& queue, std::size_t jobs, std::size_t bytes, int priority = 0) {
  const std::string payload(bytes, 'x');
  const std::vector<std::string_view> part(1000, payload);
  for (std::size_t at = 0; at < jobs; at += part.size()) {
    static_cast<void>(queue.enqueue_many(part, {.priority = priority}));
  }
}

// Seconds until so many jobs were handled and settled.
double handle(Client& client, const QueueSettings& settings, int handlers, std::size_t jobs) {
  std::atomic<std::size_t> left{jobs};
  std::atomic<bool> all{false};
  const auto start = Clock::now();
  queue::Worker worker(client, settings,
                       [&](queue::Job&) {
                         if (--left != 0) return;
                         all = true;
                         all.notify_all();
                       },
                       {.handlers = handlers});
  all.wait(false);
  static_cast<void>(worker.stop(10s));
  return since(start);
}

class Trial {
 public:
  explicit Trial(testing::RedisServer& server) : server_(server) {}

  void measure(Figures& figures) {
    static_cast<void>(server_.command({"FLUSHALL"}));
    measure_memory(figures);
    measure_many(figures);
    measure_single(figures);
    measure_idle(figures);
    measure_limit(figures);
  }

 private:
  void measure_memory(Figures& figures) {
    for (const std::size_t bytes : {58, 206}) {
      constexpr std::size_t kWaiting = 20'000;
      const double before = info(server_, "memory", "used_memory");
      fill(queue_, kWaiting, bytes);
      figures["bytes_" + std::to_string(bytes)].push_back((info(server_, "memory", "used_memory") - before) /
                                                          kWaiting);
      static_cast<void>(handle(client_, settings_, 100, kWaiting));
    }
  }

  void measure_many(Figures& figures) {
    const double used = processor_us(server_);
    const auto start = Clock::now();
    fill(queue_, kJobs / 2, 58, 1);
    fill(queue_, kJobs / 2, 58, 0);
    figures["bulk"].push_back(kJobs / since(start));
    figures["process_100"].push_back(kJobs / handle(client_, settings_, 100, kJobs));
    figures["server_us"].push_back((processor_us(server_) - used) / kJobs);
  }

  void measure_single(Figures& figures) {
    constexpr int kThreads = 64;
    constexpr int kEach = 500;
    const std::string payload(58, 'x');
    auto start = Clock::now();
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        for (int at = 0; at < kEach; ++at) static_cast<void>(queue_.enqueue(payload));
      });
    }
    for (std::thread& thread : threads) thread.join();
    figures["enqueue_64"].push_back(kThreads * kEach / since(start));
    static_cast<void>(handle(client_, settings_, 100, kThreads * kEach));
    constexpr int kSingles = 5000;
    start = Clock::now();
    for (int at = 0; at < kSingles; ++at) static_cast<void>(queue_.enqueue(payload));
    figures["enqueue_1"].push_back(kSingles / since(start));
    figures["process_1"].push_back(kSingles / handle(client_, settings_, 1, kSingles));
  }

  void measure_idle(Figures& figures) {
    constexpr int kJobsInTurn = 1000;
    const bench::IdleTimes times = bench::measure_idle(server_, client_, settings_, kJobsInTurn);
    figures["idle_p50_us"].push_back(times.queue[kJobsInTurn / 2]);
    figures["idle_p99_us"].push_back(times.queue[kJobsInTurn * 99 / 100]);
    figures["bare_p50_us"].push_back(times.bare[kJobsInTurn / 2]);
    figures["bare_p99_us"].push_back(times.bare[kJobsInTurn * 99 / 100]);
  }

  // What Redis and the client give at best: one thread, batches of 100, no handlers.
  void measure_limit(Figures& figures) {
    const Script add("for i = 1, #ARGV do redis.call('XADD', KEYS[1], '*', 'p', ARGV[i]) end");
    const Script settle(
        "redis.call('XACK', KEYS[1], 'w', unpack(ARGV)) redis.call('XTRIM', KEYS[1], 'MINID', '=', "
        "ARGV[#ARGV])");
    static_cast<void>(client_.command({"XGROUP", "CREATE", "{limit}", "w", "0", "MKSTREAM"}));
    const std::string payload(58, 'x');
    const std::vector<std::string_view> part(100, payload);
    const std::string_view key = "{limit}";
    const double used = processor_us(server_);
    const auto start = Clock::now();
    for (std::size_t at = 0; at < kJobs; at += part.size()) {
      static_cast<void>(client_.eval(add, std::span(&key, 1), part));
    }
    const auto middle = Clock::now();
    for (std::size_t at = 0; at < kJobs; at += part.size()) {
      const Reply reply =
          client_.command({"XREADGROUP", "GROUP", "w", "me", "COUNT", "100", "STREAMS", key, ">"});
      std::vector<std::string_view> ids;
      for (const Reply& entry : reply.as_array().at(0).as_array().at(1).as_array()) {
        ids.push_back(entry.as_array().at(0).as_string());
      }
      static_cast<void>(client_.eval(settle, std::span(&key, 1), ids));
    }
    figures["limit_bulk"].push_back(kJobs / std::chrono::duration<double>(middle - start).count());
    figures["limit_process"].push_back(kJobs / since(middle));
    figures["limit_server_us"].push_back((processor_us(server_) - used) / kJobs);
    static_cast<void>(client_.command({"DEL", "{limit}"}));
  }

  testing::RedisServer& server_;
  Client client_{test::trial_config(server_)};
  QueueSettings settings_ = test::trial_queue();
  queue::Queue queue_{client_, settings_};
};

// Full cycles a second with appendonly everysec, against none.
void measure_appendonly(Figures& figures) {
  for (const bool kept : {false, true}) {
    testing::RedisServer server({.configuration = {kept ? "appendonly yes" : "appendonly no"}});
    Client client(test::trial_config(server));
    const QueueSettings settings = test::trial_queue();
    queue::Queue queue(client, settings);
    const auto start = Clock::now();
    fill(queue, kJobs, 58);
    static_cast<void>(handle(client, settings, 100, kJobs));
    figures[kept ? "cycle_everysec" : "cycle_memory"].push_back(kJobs / since(start));
  }
}

// From the moment that Redis answers again until a job that waited is handled.
void measure_return(Figures& figures, std::chrono::seconds outage) {
  testing::RedisServer server({.configuration = {"appendonly yes", "appendfsync always"}});
  Client client(test::trial_config(server));
  const QueueSettings settings = test::trial_queue();
  queue::Queue queue(client, settings);
  std::atomic<int> handled{0};
  queue::Worker worker(client, settings, [&](queue::Job&) {
    ++handled;
    handled.notify_all();
  });
  static_cast<void>(queue.enqueue("before"));
  handled.wait(0);
  server.kill();
  std::this_thread::sleep_for(outage);
  server.restart();
  const auto start = Clock::now();
  static_cast<void>(server.command({"XADD", "{trial:reports}:s1", "*", "p", "after"}));
  handled.wait(1);
  figures["return_ms_" + std::to_string(outage.count())].push_back(since(start) * 1000);
}

// The longest call while the 20,000 jobs of a dead worker come back and are handled.
void measure_orphans(Figures& figures) {
  constexpr std::size_t kOrphans = 20'000;
  testing::RedisServer server({.configuration = {"slowlog-log-slower-than 300", "slowlog-max-len 10000"}});
  Client client(test::trial_config(server));
  const QueueSettings settings = test::trial_queue();
  queue::Queue queue(client, settings);
  queue.pause();  // makes the groups
  queue.resume();
  fill(queue, kOrphans, 58);
  static_cast<void>(client.command(
      {"XREADGROUP", "GROUP", "w", "gone", "COUNT", "20000", "STREAMS", "{trial:reports}:s1", ">"}));
  static_cast<void>(client.command({"SLOWLOG", "RESET"}));
  const auto start = Clock::now();
  static_cast<void>(handle(client, settings, 100, kOrphans));
  figures["orphans_ms"].push_back(since(start) * 1000);
  long long longest = 0;
  const Reply slow = client.command({"SLOWLOG", "GET", "10000"});
  for (const Reply& entry : slow.as_array()) longest = std::max(longest, entry.as_array().at(2).as_integer());
  figures["orphans_longest_us"].push_back(static_cast<double>(longest));
}

// Adds what the peer prints.
void measure_peer(const std::string& folder, const std::string& peer, const testing::RedisServer& server,
                  Figures& figures) {
  const std::string command = "node '" + folder + "/peers.mjs' " + peer + ' ' +
                              std::to_string(server.port()) + ' ' + std::to_string(kPeersJobs);
  std::FILE* const output = ::popen(command.c_str(), "r");  // NOLINT(cert-env33-c): a benchmark's own words
  if (output == nullptr) return;
  std::array<char, 256> line{};
  while (std::fgets(line.data(), line.size(), output) != nullptr) {
    std::istringstream words(line.data());
    std::string name;
    double value = 0;
    if (words >> name >> value) figures[name].push_back(value);
  }
  ::pclose(output);
}

struct Row {
  const char* text;
  const char* figure;
  const char* limit;  // a figure of ours
  double scale;
};
constexpr std::array kRows{
    Row{"process, 100 handlers, two priorities, k/s", "process_100", "limit_process", 1e-3},
    Row{"bulk enqueue, k/s", "bulk", "limit_bulk", 1e-3},
    Row{"single enqueues, 64 callers, k/s", "enqueue_64", nullptr, 1e-3},
    Row{"one at a time: enqueue, k/s", "enqueue_1", nullptr, 1e-3},
    Row{"one at a time: process, k/s", "process_1", nullptr, 1e-3},
    Row{"server's processor, full cycle, us a job", "server_us", "limit_server_us", 1},
    Row{"bytes a waiting job of 58 bytes", "bytes_58", nullptr, 1},
    Row{"bytes a waiting job of 206 bytes", "bytes_206", nullptr, 1},
    Row{"idle, enqueue to handler, p50, ms", "idle_p50_us", "bare_p50_us", 1e-3},
    Row{"idle, enqueue to handler, p99, ms", "idle_p99_us", "bare_p99_us", 1e-3},
    Row{"full cycle, k/s", "cycle_memory", nullptr, 1e-3},
    Row{"full cycle, appendonly everysec, k/s", "cycle_everysec", nullptr, 1e-3},
    Row{"20,000 orphans back and handled, ms", "orphans_ms", nullptr, 1},
    Row{"longest call meanwhile, ms (0: below 0.3)", "orphans_longest_us", nullptr, 1e-3},
    Row{"at work again after Redis was away for 1 s, ms", "return_ms_1", nullptr, 1},
    Row{"at work again after Redis was away for 5 s, ms", "return_ms_5", nullptr, 1},
};

void print(Figures& ours, Figures& bullmq, Figures& bee) {
  std::printf("%-46s %9s %9s %9s %9s\n", "queue", "ours", "limit", "BullMQ", "bee-queue");
  const auto text = [](Figures& figures, const char* name, double scale) {
    std::array<char, 32> number{};
    if (name == nullptr || figures[name].empty()) return std::string("-");
    std::snprintf(number.data(), number.size(), "%.2f", median(figures[name]) * scale);
    return std::string(number.data());
  };
  for (const Row& row : kRows) {
    std::printf("%-46s %9s %9s %9s %9s\n", row.text, text(ours, row.figure, row.scale).c_str(),
                text(ours, row.limit, row.scale).c_str(), text(bullmq, row.figure, row.scale).c_str(),
                text(bee, row.figure, row.scale).c_str());
  }
}

}  // namespace

int main(int count, char** words) {
  const int rounds = count > 1 ? std::max(1, std::atoi(words[1])) : 5;
  Figures ours;
  Figures bullmq;
  Figures bee;
  testing::RedisServer server;
  for (int round = 0; round < rounds; ++round) {
    Trial(server).measure(ours);
    measure_appendonly(ours);
    for (const auto outage : {1s, 5s}) measure_return(ours, outage);
    measure_orphans(ours);
    if (count < 3) continue;
    measure_peer(words[2], "bullmq", server, bullmq);
    measure_peer(words[2], "bee", server, bee);
  }
  print(ours, bullmq, bee);
}
