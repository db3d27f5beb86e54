// SIGINT, SIGTERM and SIGHUP ask the program to end at the next good moment; the second one ends it at once.
//
// Thread-safety: one object a process. Errors: std::system_error without a descriptor.
#pragma once

namespace redisconf::import_tool {

class Interruption {
 public:
  Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;
  ~Interruption();

  [[nodiscard]] int signal() const noexcept;  // 0: none
  // Readable from the signal on, so that a poll(2) ends, even one that begins after it.
  [[nodiscard]] int descriptor() const noexcept;
};

}  // namespace redisconf::import_tool
