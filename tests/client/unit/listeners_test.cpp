#include "listeners.h"
#include "support/catch.h"

#include <stdexcept>
#include <string>
#include <vector>

using redisconf::CircuitEvent;
using redisconf::ClientListener;
using redisconf::ConnectionEvent;
using redisconf::Listeners;
using redisconf::WarningEvent;

namespace {

class Recorder : public ClientListener {
 public:
  void connected(const ConnectionEvent& event) override { heard.push_back("connected " + event.endpoint); }
  void disconnected(const ConnectionEvent& event) override { heard.push_back("disconnected " + event.cause); }
  void warned(const WarningEvent& event) override { heard.push_back("warned " + event.cause); }
  std::vector<std::string> heard;
};

class Thrower : public ClientListener {
 public:
  void connected(const ConnectionEvent& /*event*/) override { throw std::runtime_error("not my day"); }
};

ConnectionEvent server() { return {"redis.example:6379", "reset"}; }

}  // namespace

TEST_CASE("each listener hears each event", "[client][listeners]") {
  Listeners listeners;
  const auto first = std::make_shared<Recorder>();
  const auto second = std::make_shared<Recorder>();
  listeners.add(first);
  listeners.add(second);
  listeners.tell(&ClientListener::connected, server);
  listeners.tell(&ClientListener::disconnected, server);

  CHECK(first->heard == std::vector<std::string>{"connected redis.example:6379", "disconnected reset"});
  CHECK(second->heard == first->heard);
}

TEST_CASE("an event is not built when nobody listens", "[client][listeners]") {
  Listeners listeners;
  bool built = false;
  listeners.tell(&ClientListener::circuit_changed, [&] {
    built = true;
    return CircuitEvent{};
  });

  CHECK_FALSE(built);
}

TEST_CASE("a listener's exception reaches neither the caller nor the other listeners",
          "[client][listeners]") {
  Listeners listeners;
  const auto recorder = std::make_shared<Recorder>();
  listeners.add(std::make_shared<Thrower>());
  listeners.add(recorder);
  listeners.tell(&ClientListener::connected, server);

  CHECK(recorder->heard.size() == 1);
}

TEST_CASE("a listener may add another one", "[client][listeners]") {
  class Adder : public ClientListener {
   public:
    explicit Adder(Listeners& listeners) : listeners_(listeners) {}
    void connected(const ConnectionEvent& /*event*/) override {
      listeners_.add(std::make_shared<Recorder>());
    }

   private:
    Listeners& listeners_;
  };
  Listeners listeners;
  listeners.add(std::make_shared<Adder>(listeners));
  listeners.tell(&ClientListener::connected, server);
  SUCCEED("no lock was held");
}

TEST_CASE("a warning is told once for each server and cause, and to those who come later",
          "[client][listeners]") {
  Listeners listeners;
  const auto first = std::make_shared<Recorder>();
  listeners.add(first);
  listeners.warn({"a:1", "careless", ""});
  listeners.warn({"a:1", "careless", ""});
  listeners.warn({"b:1", "careless", ""});
  const auto later = std::make_shared<Recorder>();
  listeners.add(later);

  CHECK(first->heard == std::vector<std::string>{"warned careless", "warned careless"});
  CHECK(later->heard == first->heard);
}
