#include "resp.h"

#include "escape.h"
#include "fault.h"
#include "reply_builder.h"

#include <hiredis/read.h>

#include <new>
#include <utility>

namespace redisconf {
namespace {

// Room that the reader keeps between two batches; hiredis would free 16 KiB and take it again.
constexpr std::size_t kKeptRoom = std::size_t{256} * 1024;

}  // namespace

void ReplyReader::Free::operator()(redisReader* reader) const noexcept { redisReaderFree(reader); }

ReplyReader::ReplyReader()
    : root_(std::make_unique<Reply>()), reader_(redisReaderCreateWithFunctions(ReplyBuilder::functions())) {
  if (!reader_) throw std::bad_alloc();
  reader_->privdata = root_.get();
  reader_->maxbuf = kKeptRoom;
}

void ReplyReader::feed(std::string_view bytes) {
  guard_.check(bytes);
  if (redisReaderFeed(reader_.get(), bytes.data(), bytes.size()) != REDIS_OK) throw std::bad_alloc();
}

bool ReplyReader::has_next() {
  if (whole_) return true;
  void* found = nullptr;
  if (redisReaderGetReply(reader_.get(), &found) != REDIS_OK) {
    if (reader_->err == REDIS_ERR_OOM) throw std::bad_alloc();
    throw Fault(ErrorCategory::protocol,
                "the peer does not speak the Redis protocol: " + escaped(reader_->errstr));
  }
  whole_ = found != nullptr;
  return whole_;
}

void ReplyReader::take(Answer& answer) {
  whole_ = false;
  if (root_->kind() == Reply::Kind::error) {
    answer = ErrorReply{ReplyBuilder::take_text(*root_)};
  } else if (auto* const reply = std::get_if<Reply>(&answer)) {
    *reply = std::move(*root_);
  } else {
    answer = std::move(*root_);
  }
}

Reply ReplyReader::take_element() noexcept {
  whole_ = false;
  return std::move(*root_);
}

std::optional<ReplyReader::Answer> ReplyReader::next() {
  if (!has_next()) return std::nullopt;
  std::optional<Answer> answer(std::in_place);
  take(*answer);
  return answer;
}

bool ReplyReader::drained() const noexcept {
  return !whole_ && reader_->pos == reader_->len && guard_.between_replies();
}

}  // namespace redisconf
