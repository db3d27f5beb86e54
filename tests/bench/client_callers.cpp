#include "callers.h"

#include <cstdlib>
#include <deque>
#include <string_view>
#include <utility>
#include <vector>

namespace redisconf::bench {
namespace {

class Calls final : public Caller {
 public:
  Calls(Client& client, unsigned thread) : client_(client), mix_(thread) {}

  int work() override {
    const auto command = mix_.next();
    if (command.set) {
      client_.set(command.key, Mix::value());
    } else {
      static_cast<void>(client_.get(command.key));
    }
    return 1;
  }

 private:
  Client& client_;
  Mix mix_;
};

class Batches final : public Caller {
 public:
  Batches(Client& client, unsigned thread, int size)
      : pipeline_(client.pipeline()), mix_(thread), size_(size) {}

  int work() override {
    for (int i = 0; i < size_; ++i) {
      const auto command = mix_.next();
      if (command.set) {
        pipeline_.append({"SET", command.key, Mix::value()});
      } else {
        pipeline_.append({"GET", command.key});
      }
    }
    if (pipeline_.execute().size() != static_cast<std::size_t>(size_)) std::abort();
    return size_;
  }

 private:
  Pipeline pipeline_;
  Mix mix_;
  int size_;
};

class Futures final : public Caller {
 public:
  Futures(Client& client, unsigned thread, std::size_t depth)
      : client_(client), mix_(thread), depth_(depth) {}

  int work() override {
    while (flying_.size() < depth_) {
      const auto command = mix_.next();
      flying_.push_back(command.set ? client_.submit({"SET", command.key, Mix::value()})
                                    : client_.submit({"GET", command.key}));
    }
    static_cast<void>(flying_.front().get());
    flying_.pop_front();
    return 1;
  }

 private:
  Client& client_;
  Mix mix_;
  std::size_t depth_;
  std::deque<Future> flying_;
};

}  // namespace

CallerFactory client_calls(Client& client) {
  return [&client](unsigned thread) { return std::make_unique<Calls>(client, thread); };
}

CallerFactory client_batches(Client& client, int size) {
  return [&client, size](unsigned thread) { return std::make_unique<Batches>(client, thread, size); };
}

CallerFactory client_futures(Client& client, std::size_t depth) {
  return [&client, depth](unsigned thread) { return std::make_unique<Futures>(client, thread, depth); };
}

}  // namespace redisconf::bench
