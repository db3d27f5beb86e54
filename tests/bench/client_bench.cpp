// Measures the client beside raw hiredis and redis-benchmark, on a server of its own. All contenders
// of a row run in turn, several rounds, and the median counts.
// Usage: client_bench [--rounds N] [--milliseconds N] [ROW...]; a row is chosen by a part of its name.
#include "callers.h"
#include "client/support/trial_config.h"
#include "machine.h"
#include "put_load.h"

#include <redisconf/client/client.h>
#include <redisconf/testing/inputs.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace redisconf;
using namespace redisconf::bench;

struct Options {
  int rounds = 5;
  std::chrono::milliseconds time{300};
  std::vector<std::string> rows;
};

struct Contender {
  std::string name;
  CallerFactory factory;
};

struct Row {
  std::string name;
  int threads = 1;
  std::vector<Contender> contenders;  // the last one is what the first is measured against
  std::string asked;
  std::function<std::shared_ptr<void>()> around = [] { return nullptr; };
};

void print_heading() {
  std::printf("\n%-34s %-28s %9s %8s %9s %9s %8s\n", "row", "", "k/s", "x", "CPU s/M", "p50 us", "p99 us");
}

void print(const Row& row, const std::vector<Figures>& figures) {
  const Figures& base = figures.back();
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const Figures& each = figures[i];
    std::printf("%-34s %-28s %9.1f %8.2f %9.2f %9.1f %8.0f%s\n", i == 0 ? row.name.c_str() : "",
                row.contenders[i].name.c_str(), each.rate / 1000, each.rate / base.rate, each.cpu, each.p50,
                each.p99, i == 0 ? ("   asked " + row.asked).c_str() : "");
  }
  std::fflush(stdout);
}

void measure(const Row& row, const Options& options) {
  std::vector<std::vector<Figures>> all(row.contenders.size());
  for (int round = 0; round < options.rounds; ++round) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto around = row.around();
      all[i].push_back(put_load(row.contenders[i].factory, row.threads, options.time));
    }
  }
  std::vector<Figures> medians;
  for (auto& rounds : all) medians.push_back(median(std::move(rounds)));
  print(row, medians);
}

// redis-benchmark's own figure, SET and GET in turn.
void run_redis_benchmark(const testing::RedisServer& server, int depth) {
  const std::string tls =
      server.tls() ? " --tls --cacert " + (server.directory() / "ca.crt").string() : std::string();
  const std::string command = "redis-benchmark -h 127.0.0.1 -p " + std::to_string(server.port()) + tls +
                              " -c 64 -d 64 -r 10000 -t set,get -q -n " +
                              std::to_string(depth == 1 ? 60'000 : 400'000) + " -P " + std::to_string(depth) +
                              " | tr '\\r' '\\n' | grep 'per second'";
  std::FILE* const output = popen(command.c_str(), "r");
  if (output == nullptr) return;
  std::array<char, 512> line{};
  while (std::fgets(line.data(), line.size(), output) != nullptr) {
    std::printf("redis-benchmark -P%-3d%-12s %s", depth, server.tls() ? " TLS" : "", line.data());
  }
  pclose(output);
}

class Bench {
 public:
  explicit Bench(Options options) : options_(std::move(options)) {}

  int run() {
    print_heading();
    for (const bool tls : {false, true}) {
      const testing::RedisServer& server = tls ? tls_ : plain_;
      Client client = connect(test::trial_config(server));
      const Address address{server.port(), tls ? &server : nullptr};
      add_threads(client, address, server);
      if (!tls) add_rest(client, address, server);
      if (selected("redis-benchmark")) {
        for (const int depth : {1, 16, 64}) run_redis_benchmark(server, depth);
      }
    }
    return 0;
  }

 private:
  [[nodiscard]] bool selected(const std::string& name) const {
    return options_.rows.empty() || std::ranges::any_of(options_.rows, [&](const std::string& part) {
             return name.find(part) != std::string::npos;
           });
  }

  void row(const Row& row) const {
    if (selected(row.name)) measure(row, options_);
  }

  void add_threads(Client& client, Address address, const testing::RedisServer& server) {
    const bool tls = address.tls != nullptr;
    const std::string suffix = tls ? ", TLS" : "";
    const auto both = [&] {
      return std::vector<Contender>{{"redisconf", client_calls(client)},
                                    {"hiredis a thread", hiredis_calls(address)}};
    };
    row({"1 thread, one core" + suffix, 1, both(), tls ? ">= 1.10 x" : ">= 1.03 x",
         [&] { return std::make_shared<Pinned>(server.pid()); }});
    row({"64 threads, one core" + suffix, 64, both(), "-",
         [&] { return std::make_shared<Pinned>(server.pid()); }});
    for (const int threads : {1, 2, 4, 8, 16, 32, 64}) {
      const std::string name = std::to_string(threads) + (threads == 1 ? " thread, calm" : " threads, calm");
      row({name + suffix, threads, both(), asked(threads, tls)});
    }
  }

  static std::string asked(int threads, bool tls) {
    if (threads == 1) return tls ? "-" : ">= 2.5 x, CPU no higher";
    if (threads == 64) return tls ? ">= 4 x" : ">= 3.2 x (aim 4.5), p99 <= 0.3 x";
    return threads < 16 ? ">= 1 x" : ">= 1.3 x";
  }

  void add_rest(Client& client, Address address, const testing::RedisServer& server) {
    for (const int threads : {8, 64}) {
      row({std::to_string(threads) + " threads, two hogs",
           threads,
           {{"redisconf", client_calls(client)}, {"hiredis a thread", hiredis_calls(address)}},
           threads == 8 ? ">= 0.9 x" : ">= 2 x",
           [] { return std::make_shared<Hogs>(2); }});
    }
    row({"pipeline of 64",
         1,
         {{"redisconf", client_batches(client, 64)}, {"redisAppendCommand", hiredis_batches(address, 64)}},
         ">= 0.95 x"});
    row({"futures, 64 in flight",
         1,
         {{"redisconf", client_futures(client, 64)}, {"hiredis a thread", hiredis_calls(address)}},
         "-"});
    if (!selected("1 thread, 1 ms away")) return;
    const DelayProxy proxy(server.port(), std::chrono::milliseconds(1));
    Client far = connect(test::TrialConfig(test::trial_inputs("127.0.0.1", proxy.port())));
    row({"1 thread, 1 ms away",
         1,
         {{"redisconf", client_calls(far)}, {"hiredis", hiredis_calls({proxy.port(), nullptr})}},
         ">= 1.0 x, CPU <= 1.1 x"});
  }

  Options options_;
  testing::RedisServer plain_;
  testing::RedisServer tls_{{.tls = true}};
};

}  // namespace

int main(int count, char** arguments) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    if (argument == "--rounds" && i + 1 < count) {
      options.rounds = std::max(1, std::atoi(arguments[++i]));
    } else if (argument == "--milliseconds" && i + 1 < count) {
      options.time = std::chrono::milliseconds(std::max(10, std::atoi(arguments[++i])));
    } else {
      options.rows.push_back(argument);
    }
  }
  return Bench(std::move(options)).run();
}
