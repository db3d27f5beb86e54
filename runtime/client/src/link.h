// A stream that speaks RESP: one command, one answer, in turn.
//
// Errors: Fault. After one the link is broken for good, so that a late reply can't reach another
// command.
#pragma once

#include "fault.h"
#include "redisconf/client/deadline.h"
#include "resp.h"
#include "stream.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace redisconf {

class Link {
 public:
  explicit Link(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {}

  // At least one argument.
  [[nodiscard]] ReplyReader::Answer exchange(std::span<const std::string_view> arguments, Deadline deadline);

  [[nodiscard]] bool usable() const noexcept { return !broken_; }

  // Whether any byte of the last command was given to the kernel.
  [[nodiscard]] bool command_left() const noexcept { return stream_->bytes_sent() != sent_before_; }

  [[nodiscard]] std::string tls_version() const { return stream_->tls_version(); }

  // Between two commands, to be used otherwise; the link is of no use after that.
  [[nodiscard]] std::unique_ptr<Stream> take_stream() noexcept {
    broken_ = true;
    return std::move(stream_);
  }

 private:
  [[nodiscard]] ReplyReader::Answer receive(Deadline deadline);
  [[nodiscard]] ReplyReader::Answer last_words(const Fault& fault);

  std::unique_ptr<Stream> stream_;
  ReplyReader reader_;
  unsigned long long sent_before_ = 0;
  bool fresh_ = true;  // no answer yet
  bool broken_ = false;
};

}  // namespace redisconf
