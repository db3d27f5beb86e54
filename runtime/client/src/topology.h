// Which server a command goes to: one, or the one that sentinels name, or a node of a cluster.
//
// Thread-safety: every member may run concurrently. Errors: RedisError.
#pragma once

#include "channel.h"
#include "node.h"
#include "redisconf/client/deadline.h"
#include "redisconf/client/reply.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace redisconf {

class Topology {
 public:
  Topology() = default;
  Topology(const Topology&) = delete;
  Topology& operator=(const Topology&) = delete;
  virtual ~Topology() = default;

  // Comes back with the reply, whatever servers it took.
  [[nodiscard]] virtual Reply command(const Resilience::Call& call) = 0;

  // A batch of commands, as encode_command() made them one after the other.
  [[nodiscard]] virtual std::vector<Reply> execute(std::string_view encoded, std::size_t commands,
                                                   Deadline deadline) = 0;

  // Where a single command belongs, for callers that send it themselves.
  [[nodiscard]] virtual Node& node_for(std::span<const std::string_view> arguments) = 0;

  // The one that is asked how things are.
  [[nodiscard]] virtual Node& main_node() = 0;

  // A number that changes when main_node() is another server than before.
  [[nodiscard]] virtual std::uint64_t place() const noexcept { return 0; }

  // Whether node_for() tells more than main_node().
  [[nodiscard]] virtual bool by_key() const noexcept { return false; }

  virtual void for_each(const std::function<void(Node&)>& use) = 0;

  // In a child process: touches nothing but descriptors.
  virtual void abandon_after_fork() noexcept = 0;
};

// One server.
class Standalone final : public Topology {
 public:
  Standalone(const ConfigCell& config, ClientWide& wide, Dialler dialler)
      : node_(config, wide, std::move(dialler)) {}

  [[nodiscard]] Reply command(const Resilience::Call& call) override { return node_.command(call); }
  [[nodiscard]] std::vector<Reply> execute(std::string_view encoded, std::size_t commands,
                                           Deadline deadline) override {
    return node_.execute(encoded, commands, deadline);
  }
  [[nodiscard]] Node& node_for(std::span<const std::string_view>) override { return node_; }
  [[nodiscard]] Node& main_node() override { return node_; }
  void for_each(const std::function<void(Node&)>& use) override { use(node_); }
  void abandon_after_fork() noexcept override { node_.abandon_after_fork(); }

 private:
  Node node_;
};

}  // namespace redisconf
