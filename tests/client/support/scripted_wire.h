// A network that a test writes step by step: what it takes, what it brings, when it ends.
#pragma once

#include "fault.h"
#include "wire.h"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <limits>
#include <span>
#include <string>
#include <string_view>

namespace redisconf::test {

class ScriptedWire final : public Wire {
 public:
  std::string sent;
  std::size_t room = std::numeric_limits<std::size_t>::max();  // bytes that it will still take
  std::size_t calls = 0;                                       // of try_send() that took bytes
  bool ended = false;

  // The next receive() gets these bytes.
  void bring(std::string bytes) { inbound_.push_back(std::move(bytes)); }

  [[nodiscard]] std::size_t try_send(std::string_view bytes) override {
    if (ended) throw Fault(ErrorCategory::closed, "the wire has ended");
    const std::size_t size = std::min(bytes.size(), room);
    sent.append(bytes.substr(0, size));
    room -= size;
    calls += size > 0 ? 1 : 0;
    return size;
  }
  [[nodiscard]] std::size_t try_receive(std::span<char> buffer) override {
    if (inbound_.empty()) {
      if (ended) throw Fault(ErrorCategory::closed, "the wire has ended");
      return 0;
    }
    const std::size_t size = inbound_.front().copy(buffer.data(), buffer.size());
    inbound_.front().erase(0, size);
    if (inbound_.front().empty()) inbound_.pop_front();
    return size;
  }

 private:
  std::deque<std::string> inbound_;
};

}  // namespace redisconf::test
