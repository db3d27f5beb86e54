// Lines of a file or a pipe, in bounded memory, with the offset of each.
//
// Ownership:     refers to the descriptors, which stay open as long.
// Thread-safety: none.
// Errors:        std::system_error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redisconf::import_tool {

class LineReader {
 public:
  enum class Event : std::uint8_t {
    line,
    too_long,     // a line that was skipped
    idle,         // nothing came for a moment
    interrupted,  // the wake descriptor became readable
    end,
  };

  // A line of more bytes than `longest` is skipped. `wake`: ends a wait for a pipe; -1: nothing does.
  LineReader(int descriptor, std::size_t longest, int wake = -1);

  // The first line, at most `most` bytes of it, without taking it. Before anything is taken.
  [[nodiscard]] std::string_view peek_line(std::size_t most);

  // What head_hash(offset) will be; nothing when the input ends before. Before anything is taken.
  [[nodiscard]] std::optional<std::string> peek_hash(std::uint64_t offset);

  // Goes to `offset`, behind so many lines; false when the input ends before. Once, before next().
  [[nodiscard]] bool skip_to(std::uint64_t offset, std::uint64_t lines);

  // `patient`: waits for as long as it takes, so that nothing is ever idle.
  Event next(bool patient);

  [[nodiscard]] std::string_view line() const noexcept { return line_; }              // until the next next()
  [[nodiscard]] std::uint64_t number() const noexcept { return number_; }             // lines that were taken
  [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }             // bytes that were taken
  [[nodiscard]] std::optional<std::uint64_t> size() const noexcept { return size_; }  // of a file

  // Names what the input begins with: SHA-256 of its first bytes up to `offset`, at most 64 KiB. Only of
  // what was taken or skipped.
  [[nodiscard]] std::string head_hash(std::uint64_t offset) const;

 private:
  enum class Came : std::uint8_t { bytes, idle, interrupted, end };

  [[nodiscard]] Came fill(bool patient);
  [[nodiscard]] std::optional<Came> wait(bool patient) const;
  [[nodiscard]] std::size_t read_some(char* to, std::size_t most);
  Event take(std::size_t length, std::size_t with_end, Event event);
  [[nodiscard]] std::string read_head(std::uint64_t offset) const;

  int descriptor_;
  std::size_t longest_;
  int wake_;
  std::optional<std::uint64_t> size_;
  std::string buffer_;
  std::size_t begin_ = 0;      // of what was not taken
  std::size_t scanned_ = 0;    // behind it, without a line end
  bool skipping_ = false;      // a line that is too long
  std::uint64_t read_at_ = 0;  // of the input, where the next bytes come from
  std::string head_;
  std::string_view line_;
  std::uint64_t number_ = 0;
  std::uint64_t offset_ = 0;
};

}  // namespace redisconf::import_tool
