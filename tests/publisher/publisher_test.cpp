// The publisher with a real server that comes and goes.
#include "client/support/sandbox.h"
#include "publisher/trial_channel.h"
#include "support/catch.h"

#include <redisconf/client/errors.h>
#include <redisconf/publisher/critical_operation.h>
#include <redisconf/publisher/publisher.h>
#include <redisconf/testing/temporary_directory.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

using redisconf::ChannelKind;
using redisconf::ChannelSettings;
using redisconf::Client;
using redisconf::Deadline;
using redisconf::FileMessageLog;
using redisconf::Promise;
using redisconf::Publisher;
using redisconf::PublisherOptions;
using redisconf::PublishError;
using redisconf::RedisError;
using redisconf::SpoolFull;
using redisconf::SpoolSync;
using redisconf::test::entries_after;
using redisconf::test::impatient_inputs;
using redisconf::test::in_sandbox;
using redisconf::test::messages_in;
using redisconf::test::run;
using redisconf::test::trial_channel;
using redisconf::test::TrialConfig;
using redisconf::testing::RedisServer;
using redisconf::testing::TemporaryDirectory;
using namespace std::chrono_literals;

namespace {

using Texts = std::vector<std::string>;

// A server with a client, and a folder for spools.
struct World {
  RedisServer server{{.configuration = {"appendonly yes", "appendfsync always"}}};
  TrialConfig config{impatient_inputs(server.host(), server.port())};
  Client client{config};
  TemporaryDirectory folder;

  [[nodiscard]] ChannelSettings channel(std::uint64_t bytes = 1 << 20) const {
    return trial_channel(folder.path() / "spool", bytes);
  }
};

bool drained(Publisher& publisher) { return publisher.drain(Deadline::after(30s)); }

Texts numbers(int from, int to) {
  Texts texts;
  for (int i = from; i <= to; ++i) texts.push_back(std::to_string(i));
  return texts;
}

// Nobody listens there.
int closed_port() {
  RedisServer server;
  server.stop();
  return server.port();
}

}  // namespace

TEST_CASE("while Redis answers messages go straight into the stream") {
  World world;
  Publisher publisher(world.client, world.channel());
  CHECK(publisher.publish("1") == Promise::in_redis);
  const std::array<std::string_view, 2> more{"2", "3"};
  CHECK(publisher.publish(more) == Promise::in_redis);
  CHECK(messages_in(world.client) == numbers(1, 3));
  CHECK(publisher.stats().sent == 3);
  CHECK(publisher.stats().spool_bytes == 0);
}

TEST_CASE("a message may hold any bytes, and be large or empty") {
  World world;
  Publisher publisher(world.client, world.channel());
  const std::string bytes("\0\r\n\xFF$1", 6);
  const std::string large(3'000'000, 'x');
  CHECK(publisher.publish(bytes) == Promise::in_redis);
  CHECK(publisher.publish("") == Promise::in_redis);
  CHECK(publisher.publish(large) == Promise::in_redis);
  CHECK(messages_in(world.client) == Texts{bytes, "", large});
  CHECK_THROWS_AS(publisher.publish(std::string(redisconf::kLargestMessage + 1, 'x')), PublishError);
}

TEST_CASE("publish/subscribe messages reach subscribers, also those that were spooled") {
  World world;
  ChannelSettings channel = world.channel();
  channel.kind = ChannelKind::pubsub;
  Publisher publisher(world.client, channel);
  world.server.kill();
  CHECK(publisher.publish("spooled") == Promise::on_disk);
  world.server.restart();
  CHECK(drained(publisher));
  auto subscriber = world.client.subscriber();
  subscriber.subscribe({channel.key});
  CHECK(publisher.publish("heard") == Promise::in_redis);
  const auto event = subscriber.next(Deadline::after(30s));
  REQUIRE(event);
  CHECK(std::get<redisconf::Subscriber::Message>(*event).payload == "heard");
}

TEST_CASE("in an outage messages are spooled, and follow in their order before any later one") {
  World world;
  Publisher publisher(world.client, world.channel());
  CHECK(publisher.publish("1") == Promise::in_redis);
  world.server.kill();
  for (const std::string& text : numbers(2, 50)) CHECK(publisher.publish(text) == Promise::on_disk);
  CHECK(publisher.stats().spool_messages == 49);
  CHECK(publisher.stats().spooling);
  world.server.restart();
  for (const std::string& text : numbers(51, 60)) static_cast<void>(publisher.publish(text));
  CHECK(drained(publisher));
  CHECK(publisher.publish("61") == Promise::in_redis);
  CHECK(messages_in(world.client) == numbers(1, 61));
  CHECK(publisher.stats().replayed >= 49);
  CHECK(publisher.stats().spool_bytes == 0);
  CHECK(publisher.stats().last_error.empty());
}

TEST_CASE("what one publisher left in its spool the next one brings to Redis, before its own") {
  World world;
  static_cast<void>(world.client.ping());
  world.server.kill();
  for (int owner = 0; owner < 3; ++owner) {
    Publisher publisher(world.client, world.channel());
    for (const std::string& text : numbers(10 * owner, 10 * owner + 9))
      CHECK(publisher.publish(text) == Promise::on_disk);
  }
  world.server.restart();
  Publisher publisher(world.client, world.channel());
  static_cast<void>(publisher.publish("30"));
  CHECK(drained(publisher));
  CHECK(messages_in(world.client) == numbers(0, 30));
}

TEST_CASE("a message whose reply was lost is in the stream once") {
  World world;
  Publisher publisher(world.client, world.channel());
  CHECK(publisher.publish("1") == Promise::in_redis);
  world.server.freeze();
  CHECK(publisher.publish("2") == Promise::on_disk);  // sent, and not answered in time
  CHECK(publisher.publish("3") == Promise::on_disk);
  world.server.resume();
  CHECK(drained(publisher));
  CHECK(messages_in(world.client) == numbers(1, 3));
  CHECK(publisher.stats().duplicates >= 1);
}

TEST_CASE("a spool that lost its index is replayed, and nothing is in the stream twice") {
  World world;
  world.server.kill();
  {
    Publisher publisher(world.client, world.channel());
    for (const std::string& text : numbers(1, 9)) static_cast<void>(publisher.publish(text));
  }
  const auto copy = world.folder.path() / "copy";
  std::filesystem::copy(world.folder.path() / "spool", copy);
  std::filesystem::remove(copy / "index");
  world.server.restart();
  {
    Publisher publisher(world.client, world.channel());
    CHECK(drained(publisher));
  }
  Publisher publisher(world.client, world.channel(), {.directory = copy});
  CHECK(drained(publisher));
  CHECK(publisher.stats().duplicates == 9);
  CHECK(messages_in(world.client) == numbers(1, 9));
}

TEST_CASE("a copy of a spool from before a later owner published is held back, and says why") {
  World world;
  world.server.kill();
  {
    Publisher publisher(world.client, world.channel());
    static_cast<void>(publisher.publish("1"));
  }
  const auto copy = world.folder.path() / "copy";
  std::filesystem::copy(world.folder.path() / "spool", copy);
  world.server.restart();
  {
    Publisher publisher(world.client, world.channel());
    CHECK(drained(publisher));
    CHECK(publisher.publish("2") == Promise::in_redis);
  }
  Publisher publisher(world.client, world.channel(), {.directory = copy});
  const Deadline deadline = Deadline::after(30s);
  while (publisher.stats().last_error.empty() && !deadline.passed()) std::this_thread::yield();
  CHECK(publisher.stats().last_error.find("FENCED") != std::string::npos);
  CHECK(messages_in(world.client) == numbers(1, 2));
}

TEST_CASE("without a spool the caller is told, or the log gets the message") {
  const TrialConfig config(impatient_inputs("127.0.0.1", closed_port()));
  Client client(config);
  const TemporaryDirectory folder;
  const ChannelSettings channel = trial_channel({}, 0);
  Publisher strict(client, channel);
  CHECK_THROWS_AS(strict.publish("1"), RedisError);
  CHECK(strict.stats().refused == 1);

  const auto path = folder.path() / "messages";
  Publisher logging(client, channel, {.log = std::make_shared<FileMessageLog>(path)});
  CHECK(logging.publish("say \"1\"\n") == Promise::logged);
  CHECK(logging.stats().logged == 1);
  std::string line;
  std::getline(std::ifstream(path), line);
  CHECK(line.starts_with("{\"time\":1"));
  CHECK(line.ends_with(",\"channel\":\"trial:events\",\"message\":\"say \\\"1\\\"\\u000a\"}"));
}

TEST_CASE("a full spool refuses, drops the oldest, or waits for room, as the channel says") {
  World world;
  world.server.kill();
  ChannelSettings channel = world.channel(64 << 10);
  const std::string text(1000, 'x');

  SECTION("refuse") {
    Publisher publisher(world.client, channel);
    for (int i = 0; i < 64; ++i) CHECK(publisher.publish(text) == Promise::on_disk);
    CHECK_THROWS_AS(publisher.publish(text), PublishError);
    CHECK(publisher.stats().refused == 1);
  }
  SECTION("drop_oldest") {
    channel.when_full = SpoolFull::drop_oldest;
    Publisher publisher(world.client, channel);
    for (int i = 0; i < 100; ++i) CHECK(publisher.publish(std::to_string(i) + text) == Promise::on_disk);
    const auto stats = publisher.stats();
    CHECK(stats.dropped >= 30);
    world.server.restart();
    CHECK(drained(publisher));
    const Texts left = messages_in(world.client);
    CHECK(left.size() + stats.dropped == 100);
    CHECK(left.back() == "99" + text);
  }
  SECTION("block") {
    channel.when_full = SpoolFull::block;
    Publisher publisher(world.client, channel);
    for (int i = 0; i < 64; ++i) CHECK(publisher.publish(text) == Promise::on_disk);
    CHECK_THROWS_AS(publisher.publish(text, Deadline::after(1ms)), PublishError);
    std::thread waiting([&] { static_cast<void>(publisher.publish(text, Deadline::after(60s))); });
    world.server.restart();
    waiting.join();
    CHECK(drained(publisher));
    CHECK(messages_in(world.client).size() == 65);
  }
}

TEST_CASE("publish() says what the policy of the spool promises") {
  const TrialConfig config(impatient_inputs("127.0.0.1", closed_port()));
  Client client(config);
  const TemporaryDirectory folder;
  ChannelSettings channel = trial_channel(folder.path() / "spool");
  const auto promised = [&](SpoolSync sync) {
    channel.sync = sync;
    return Publisher(client, channel).publish("1");
  };
  CHECK(promised(SpoolSync::always) == Promise::on_disk);
  CHECK(promised(SpoolSync::interval) == Promise::not_durable);
  CHECK(promised(SpoolSync::never) == Promise::not_durable);
  CHECK(name_of(Promise::not_durable) == "not-durable");
}

TEST_CASE("a user needs the rights that the manual lists, and no more") {
  const RedisServer server({.users = {"app on >open ~trial:events* resetchannels -@all +@connection +eval "
                                      "+evalsha +get +set +time +xadd +xtrim"}});
  auto inputs = impatient_inputs(server.host(), server.port());
  inputs.set("REDIS_USERNAME", "app");
  inputs.set("REDIS_PASSWORD", "open");
  const TrialConfig config(inputs);
  Client client(config);
  ChannelSettings channel = trial_channel({}, 0);
  channel.max_length = 1000;
  channel.retention = 1h;
  CHECK(Publisher(client, channel).publish("1") == Promise::in_redis);
}

TEST_CASE("streams are trimmed to the length or the age that the channel says") {
  World world;
  ChannelSettings channel = world.channel();
  channel.max_length = 100;
  SECTION("length") {
    Publisher publisher(world.client, channel);
    for (const std::string& text : numbers(1, 1000)) static_cast<void>(publisher.publish(text));
    const std::size_t left = messages_in(world.client).size();
    CHECK(left >= 100);
    CHECK(left < 500);  // whole nodes of 100 entries are removed (XTRIM ~)
  }
  SECTION("age") {
    for (int i = 1; i <= 200; ++i)
      static_cast<void>(
          world.client.command({"XADD", channel.key, std::to_string(i) + "-1", "message", "old"}));
    channel.max_length = 0;
    channel.retention = 1h;
    Publisher publisher(world.client, channel);
    static_cast<void>(publisher.publish("new"));
    const Texts left = messages_in(world.client);
    CHECK(left.size() <= 100);
    CHECK(left.back() == "new");
  }
}

TEST_CASE("fault 67: a second publisher of a spool is refused while the first lives") {
  World world;
  const auto make = [&] { return Publisher(world.client, world.channel()); };
  {
    const Publisher first = make();
    try {
      static_cast<void>(make());
      FAIL("two owners");
    } catch (const PublishError& error) {
      CHECK(error.kind() == PublishError::Kind::owned);
      CHECK(std::string(error.what()).find("belongs to process " + std::to_string(::getpid())) !=
            std::string::npos);
    }
  }
  CHECK(make().publish("1") == Promise::in_redis);
}

TEST_CASE("fault 63: publish() throws where the disk has no room, and counts it") {
  if (!in_sandbox("mount")) return;
  const TrialConfig config(impatient_inputs("127.0.0.1", closed_port()));
  Client client(config);
  const TemporaryDirectory folder;
  run("mount -t tmpfs -o size=64k none " + folder.path().string());
  Publisher publisher(client, trial_channel(folder.path() / "spool"));
  int kept = 0;
  try {
    for (; kept < 100; ++kept) static_cast<void>(publisher.publish(std::string(1000, 'x')));
    FAIL("64 KiB hold 100 messages of 1000 bytes");
  } catch (const PublishError& error) {
    CHECK(error.kind() == PublishError::Kind::no_space);
  }
  const auto stats = publisher.stats();
  CHECK(stats.refused == 1);
  CHECK(stats.failed_writes == 1);
  CHECK(stats.spool_messages == static_cast<std::uint64_t>(kept));
}

TEST_CASE("threads that publish through an outage keep their own order, and nothing is lost or doubled") {
  World world;
  Publisher publisher(world.client, world.channel());
  constexpr int kThreads = 8;
  constexpr int kEach = 200;
  std::vector<std::thread> threads;
  for (int number = 0; number < kThreads; ++number) {
    threads.emplace_back([&, number] {
      for (int i = 0; i < kEach; ++i)
        static_cast<void>(publisher.publish(std::to_string(number) + ":" + std::to_string(1000 + i)));
    });
  }
  for (int outage = 0; outage < 3; ++outage) {
    world.server.kill();
    world.server.restart();
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(drained(publisher));
  std::array<std::string, kThreads> last;
  const Texts all = messages_in(world.client);
  CHECK(all.size() == kThreads * kEach);
  for (const std::string& text : all) {
    std::string& before = last.at(static_cast<std::size_t>(text[0] - '0'));
    CHECK(before < text);
    before = text;
  }
}

TEST_CASE("critical work is done whatever becomes of its message") {
  const TrialConfig config(impatient_inputs("127.0.0.1", closed_port()));
  Client client(config);
  const TemporaryDirectory folder;
  Publisher keeping(client, trial_channel(folder.path() / "spool"));
  Publisher losing(client, trial_channel({}, 0));
  const auto create = [] { return std::string("ada"); };
  const auto kept =
      redisconf::critical_operation(create, [&](const std::string& user) { return keeping.publish(user); });
  CHECK(kept.value == "ada");
  CHECK(kept.promise == Promise::on_disk);
  const auto lost =
      redisconf::critical_operation(create, [&](const std::string& user) { return losing.publish(user); });
  CHECK(lost.value == "ada");
  CHECK_FALSE(lost.told());
  CHECK_FALSE(lost.problem.empty());
}
