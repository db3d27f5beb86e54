// Lines that were refused: told on standard error, the first few of them, and kept in a file that can be
// mended and imported.
//
// Thread-safety: none. Errors: RejectsError.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace redisconf::import_tool {

class RejectsError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Rejects {
 public:
  // Without a path they are told, and not kept. `size`: what the file holds of an import that goes on;
  // more of it is cut off, and repeated.
  Rejects(std::string path, std::uint64_t size);
  Rejects(const Rejects&) = delete;
  Rejects& operator=(const Rejects&) = delete;
  ~Rejects();

  void tell(std::uint64_t line, std::string_view reason);
  void keep(std::string_view text);
  void flush();  // what was kept is in the file when it returns

  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

 private:
  std::string path_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;  // with what is not flushed
  std::uint64_t told_ = 0;
  std::string pending_;
};

}  // namespace redisconf::import_tool
