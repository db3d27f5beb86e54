// Commands out of what a client sends: arrays of bulk strings.
//
// Ownership: owns what is not read yet. Thread-safety: none. Errors: CommandError when it is no RESP.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf::testing::memory {

class RequestReader {
 public:
  void feed(std::string_view bytes) { buffer_.append(bytes); }
  // Nothing while it is not complete.
  [[nodiscard]] std::optional<std::vector<std::string>> next();

 private:
  [[nodiscard]] std::optional<std::size_t> read_length(std::size_t& at, char type) const;

  std::string buffer_;
};

}  // namespace redisconf::testing::memory
