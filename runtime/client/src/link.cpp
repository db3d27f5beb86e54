#include "link.h"

#include "command_encoder.h"

#include <array>
#include <utility>

namespace redisconf {
namespace {

constexpr std::size_t kReceiveBytes = std::size_t{16} * 1024;

}  // namespace

// Before a command, silence is expected: what has arrived is the end of the connection, or a reply
// that nobody asked for and that must not pass for the command's own.
ReplyReader::Answer Link::exchange(std::span<const std::string_view> arguments, Deadline deadline) {
  sent_before_ = stream_->bytes_sent();
  if (broken_) throw Fault(ErrorCategory::closed, "the connection was closed after an earlier error");
  broken_ = true;  // until the answer is complete
  if (!reader_.drained() || !stream_->quiet()) {
    if (fresh_) return last_words(Fault(ErrorCategory::closed, "the server closed the connection"));
    throw Fault(ErrorCategory::closed, "the connection ended while it was idle");
  }
  try {
    ByteBuffer command;
    encode_command(command, arguments);
    stream_->send(command.view(), deadline);
  } catch (const Fault& fault) {
    if (fault.category() != ErrorCategory::closed) throw;
    return last_words(fault);
  }
  auto answer = receive(deadline);
  broken_ = false;
  fresh_ = false;
  return answer;
}

ReplyReader::Answer Link::receive(Deadline deadline) {
  std::array<char, kReceiveBytes> buffer;
  for (;;) {
    const std::size_t size = stream_->receive(buffer, deadline);
    reader_.feed({buffer.data(), size});
    if (auto answer = reader_.next()) return std::move(*answer);
    if (deadline.passed()) throw Fault(ErrorCategory::timeout, "no answer in time");
  }
}

// A server that turns a client away says why before it closes: an alert, or an error reply. It may
// lie unread although sending already fails.
ReplyReader::Answer Link::last_words(const Fault& fault) {
  try {
    return receive(Deadline(Deadline::Clock::now()));
  } catch (const Fault& reason) {
    throw reason.category() == ErrorCategory::tls ? reason : fault;
  }
}

}  // namespace redisconf
