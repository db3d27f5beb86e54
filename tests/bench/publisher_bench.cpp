// What the publisher does in a second: into its spool with one sync a millisecond, out of it into
// Redis, and straight to Redis.
#include "publisher/trial_channel.h"

#include <redisconf/publisher/publisher.h>
#include <redisconf/testing/temporary_directory.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using namespace redisconf;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kMessageBytes = 100;
constexpr int kRounds = 5;

double seconds(const std::function<void()>& body) {
  const auto start = Clock::now();
  body();
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// Each of the threads publishes so many batches of that size.
void publish(Publisher& publisher, int threads, int batches, std::size_t size) {
  const std::string text(kMessageBytes, 'x');
  const std::vector<std::string_view> messages(size, text);
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) {
    running.emplace_back([&] {
      for (int batch = 0; batch < batches; ++batch) static_cast<void>(publisher.publish(messages));
    });
  }
  for (std::thread& thread : running) thread.join();
}

struct Case {
  const char* name;
  SpoolSync sync;
  int threads;
  int batches;
  std::size_t size;
};

// Redis is away.
void measure_spool(const Case& one) {
  std::vector<double> rates;
  for (int round = 0; round < kRounds; ++round) {
    const testing::TemporaryDirectory folder;
    testing::RedisServer server;
    const test::TrialConfig config(test::impatient_inputs(server.host(), server.port()));
    Client client(config);
    ChannelSettings channel = test::trial_channel(folder.path() / "spool", std::uint64_t{4} << 30U);
    channel.sync = one.sync;
    Publisher publisher(client, channel);
    server.stop();
    static_cast<void>(publisher.publish("the first finds out"));
    const double time = seconds([&] { publish(publisher, one.threads, one.batches, one.size); });
    rates.push_back(one.threads * one.batches * static_cast<double>(one.size) / time / 1000);
  }
  std::printf("  %-52s %8.0f k/s\n", one.name, median(rates));
}

void measure_replay() {
  constexpr int kBatches = 1000;
  constexpr std::size_t kSize = 500;
  std::vector<double> rates;
  for (int round = 0; round < kRounds; ++round) {
    const testing::TemporaryDirectory folder;
    testing::RedisServer server;
    const test::TrialConfig config(test::impatient_inputs(server.host(), server.port()));
    Client client(config);
    ChannelSettings channel = test::trial_channel(folder.path() / "spool", std::uint64_t{4} << 30U);
    channel.sync = SpoolSync::never;
    Publisher publisher(client, channel);
    server.stop();
    publish(publisher, 1, kBatches, kSize);
    server.restart();
    while (publisher.stats().replayed == 0) std::this_thread::sleep_for(1ms);
    const auto before = publisher.stats().replayed;
    const double time = seconds([&] { static_cast<void>(publisher.drain(Deadline::after(60s))); });
    rates.push_back(static_cast<double>(publisher.stats().replayed - before) / time / 1000);
  }
  std::printf("  %-52s %8.0f k/s\n", "from the spool into the stream", median(rates));
}

void measure_direct(const Case& one) {
  std::vector<double> rates;
  for (int round = 0; round < kRounds; ++round) {
    testing::RedisServer server;
    const test::TrialConfig config(test::impatient_inputs(server.host(), server.port()));
    Client client(config);
    Publisher publisher(client, test::trial_channel({}, 0));
    const double time = seconds([&] { publish(publisher, one.threads, one.batches, one.size); });
    rates.push_back(one.threads * one.batches * static_cast<double>(one.size) / time / 1000);
  }
  std::printf("  %-52s %8.0f k/s\n", one.name, median(rates));
}

}  // namespace

int main() {
  std::printf("publisher: messages of %zu bytes, medians of %d\n", kMessageBytes, kRounds);
  measure_spool({"spool, fsync always, 4 threads, 500 at once", SpoolSync::always, 4, 500, 500});
  measure_spool({"spool, fsync always, 1 thread, 1000 at once", SpoolSync::always, 1, 500, 1000});
  measure_spool({"spool, fsync always, 64 threads, one at a time", SpoolSync::always, 64, 200, 1});
  measure_spool({"spool, fsync interval, 1 thread, one at a time", SpoolSync::interval, 1, 100'000, 1});
  measure_spool({"spool, fsync interval, 4 threads, 500 at once", SpoolSync::interval, 4, 500, 500});
  measure_replay();
  measure_direct({"straight to Redis, 64 threads, one at a time", SpoolSync::always, 64, 2000, 1});
  measure_direct({"straight to Redis, 1 thread, 500 at once", SpoolSync::always, 1, 600, 500});
  return 0;
}
