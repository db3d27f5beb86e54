// ./dev soak publisher: a producer and its Redis (appendonly, appendfsync always) are killed again and
// again while messages are published. Everything that publish() took must come out of the stream, once
// and in order.
//
//   publisher_soak MESSAGES OUTAGES [SEED]
#include "publisher/soak_ledger.h"
#include "publisher/trial_channel.h"

#include <redisconf/client/errors.h>
#include <redisconf/publisher/publisher.h>
#include <redisconf/testing/temporary_directory.h>

#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

using namespace redisconf;
using namespace redisconf::test;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

// ---- the producer: publisher_soak produce PORT FOLDER NEXT... ; drain PORT FOLDER ----

void say(std::size_t thread, long first) {
  const std::string line = std::to_string(thread) + " " + std::to_string(first) + "\n";
  if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) ::_exit(3);  // whole: shorter than PIPE_BUF
}

void publish_on(Publisher& publisher, std::size_t thread, long first) {
  for (;; first += kSoakBatch) {
    std::vector<std::string> texts;
    for (long number = first; number < first + kSoakBatch; ++number)
      texts.push_back(std::to_string(thread) + ":" + std::to_string(number));
    const std::vector<std::string_view> messages(texts.begin(), texts.end());
    if (publisher.publish(messages) <= Promise::on_disk) say(thread, first);
  }
}

int be_producer(int argc, char** argv) {
  const TrialConfig config(impatient_inputs("127.0.0.1", std::stoi(argv[2])));
  Client client(config);
  Publisher publisher(client, trial_channel(argv[3], std::uint64_t{1} << 30U));
  if (std::string_view(argv[1]) == "drain") return publisher.drain(Deadline::after(120s)) ? 0 : 1;
  std::vector<std::thread> threads;
  for (int i = 4; i < argc; ++i) {
    threads.emplace_back([&publisher, number = static_cast<std::size_t>(i - 4), first = std::stol(argv[i])] {
      publish_on(publisher, number, first);
    });
  }
  for (std::thread& thread : threads) thread.join();
  return 0;
}

// ---- the one who kills ----

// A producer, and what it says.
class Producer {
 public:
  Producer(int port, const std::filesystem::path& folder, SoakLedger& ledger) : ledger_(&ledger) {
    std::vector<std::string> words{"publisher_soak", "produce", std::to_string(port), folder.string()};
    for (std::size_t thread = 0; thread < kSoakThreads; ++thread)
      words.push_back(std::to_string(ledger.start(thread)));
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) std::abort();
    process_ = ::fork();
    if (process_ == 0) run(words, ends);
    ::close(ends[1]);
    from_ = ends[0];
  }
  Producer(const Producer&) = delete;
  Producer& operator=(const Producer&) = delete;
  ~Producer() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    while (read()) {
    }
    ::close(from_);
  }

  // Notes what it says until then; false when it has ended by itself.
  bool listen(Clock::time_point end) {
    while (Clock::now() < end) {
      pollfd ready{from_, POLLIN, 0};
      if (::poll(&ready, 1, 1) > 0 && !read()) return false;
    }
    return true;
  }

 private:
  [[noreturn]] static void run(std::vector<std::string>& words, const std::array<int, 2>& ends) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::execv("/proc/self/exe", arguments.data());
    ::_exit(127);
  }

  bool read() {
    std::array<char, 65536> bytes{};
    const auto size = ::read(from_, bytes.data(), bytes.size());
    if (size <= 0) return false;
    rest_.append(bytes.data(), static_cast<std::size_t>(size));
    std::size_t start = 0;
    for (auto end = rest_.find('\n'); end != std::string::npos; end = rest_.find('\n', start)) {
      std::istringstream line(rest_.substr(start, end - start));
      std::size_t thread = 0;
      long first = 0;
      line >> thread >> first;
      ledger_->acknowledged(thread, first);
      start = end + 1;
    }
    rest_.erase(0, start);
    return true;
  }

  SoakLedger* ledger_;
  pid_t process_ = 0;
  int from_ = -1;
  std::string rest_;
};

class Soak {
 public:
  Soak(long messages, int outages, unsigned seed) : messages_(messages), outages_(outages), random_(seed) {}

  bool run() {
    while (ledger_.acknowledged() < messages_ || producer_kills_ + server_kills_ < outages_) {
      if (!round()) return false;
      take();
    }
    const bool drained = drain();
    while (take() > 0) {
    }
    std::printf("%d kills of the producer, %d of Redis\n", producer_kills_, server_kills_);
    return ledger_.holds() && drained;
  }

 private:
  std::chrono::milliseconds up_to(int milliseconds) {
    return std::chrono::milliseconds(std::uniform_int_distribution<int>(0, milliseconds)(random_));
  }

  // One life of a producer, with outages of its server.
  bool round() {
    Producer producer(server_.port(), folder_.path() / "spool", ledger_);
    ++producer_kills_;  // at the end
    const long wanted = messages_ * (producer_kills_ + server_kills_) / outages_;
    do {
      if (!producer.listen(Clock::now() + 10ms + up_to(40))) return ended();
      server_.kill();
      ++server_kills_;
      if (!producer.listen(Clock::now() + up_to(30))) return ended();
      server_.restart();
      if (!producer.listen(Clock::now() + up_to(60))) return ended();
      take();
    } while (ledger_.acknowledged() < wanted);
    return true;
  }

  static bool ended() {
    std::printf("the producer ended by itself\n");
    return false;
  }

  bool drain() {
    const std::string command = std::filesystem::read_symlink("/proc/self/exe").string() + " drain " +
                                std::to_string(server_.port()) + " " + (folder_.path() / "spool").string();
    return std::system(command.c_str()) == 0;
  }

  // Takes entries out of the stream, so that the server's file stays small.
  std::size_t take() {
    const auto entries = entries_after(client_, last_, 20'000);
    for (const auto& [id, message] : entries) {
      ledger_.came_out(message);
      last_ = id;
    }
    if (!entries.empty()) static_cast<void>(client_.command({"XTRIM", "trial:events", "MINID", last_}));
    return entries.size();
  }

  long messages_;
  int outages_;
  std::minstd_rand random_;
  int producer_kills_ = 0;
  int server_kills_ = 0;
  SoakLedger ledger_;
  testing::RedisServer server_{
      {.configuration = {"appendonly yes", "appendfsync always", "auto-aof-rewrite-min-size 16mb"}}};
  testing::TemporaryDirectory folder_;
  TrialConfig config_{trial_inputs(server_.host(), server_.port())};
  Client client_{config_};
  std::string last_ = "0-0";
};

}  // namespace

int main(int argc, char** argv) try {
  if (argc > 3 && (std::string_view(argv[1]) == "produce" || std::string_view(argv[1]) == "drain"))
    return be_producer(argc, argv);
  if (argc < 3) {
    std::printf("usage: publisher_soak MESSAGES OUTAGES [SEED]\n");
    return 64;
  }
  const unsigned seed = argc > 3 ? static_cast<unsigned>(std::stoul(argv[3])) : std::random_device{}();
  std::printf("seed %u\n", seed);
  return Soak(std::stol(argv[1]), std::stoi(argv[2]), seed).run() ? 0 : 1;
} catch (const std::exception& error) {
  std::printf("%s\n", error.what());
  return 1;
}
