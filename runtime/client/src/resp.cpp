#include "resp.h"

#include "escape.h"
#include "fault.h"
#include "redisconf/config/secret.h"

#include <hiredis/hiredis.h>

#include <new>
#include <utility>
#include <vector>

namespace redisconf {
namespace {

struct FreeReply {
  void operator()(redisReply* reply) const noexcept { freeReplyObject(reply); }
};

std::string text_of(const redisReply& reply) { return {reply.str, static_cast<std::size_t>(reply.len)}; }

Reply to_reply(const redisReply& raw);

Reply to_array(const redisReply& raw) {
  std::vector<Reply> elements;
  elements.reserve(raw.elements);
  for (std::size_t i = 0; i < raw.elements; ++i) elements.push_back(to_reply(*raw.element[i]));
  return Reply::array(std::move(elements));
}

Reply to_reply(const redisReply& raw) {
  switch (raw.type) {
    case REDIS_REPLY_NIL:
      return {};
    case REDIS_REPLY_STRING:
      return Reply::string(text_of(raw));
    case REDIS_REPLY_STATUS:
      return Reply::status(text_of(raw));
    case REDIS_REPLY_INTEGER:
      return Reply::integer(raw.integer);
    case REDIS_REPLY_ARRAY:
      return to_array(raw);
    case REDIS_REPLY_ERROR:
      return Reply::error(escaped(text_of(raw)));
    default:
      throw Fault(ErrorCategory::protocol, "the reply is of a type that protocol version 2 does not have");
  }
}

}  // namespace

EncodedCommand::EncodedCommand(std::span<const std::string_view> arguments) {
  std::vector<const char*> starts;
  std::vector<std::size_t> sizes;
  for (const std::string_view argument : arguments) {
    starts.push_back(argument.empty() ? "" : argument.data());
    sizes.push_back(argument.size());
  }
  const auto size =
      redisFormatCommandArgv(&bytes_, static_cast<int>(arguments.size()), starts.data(), sizes.data());
  if (size < 0) throw std::bad_alloc();
  size_ = static_cast<std::size_t>(size);
}

EncodedCommand::~EncodedCommand() {
  wipe_memory(bytes_, size_);
  redisFreeCommand(bytes_);
}

void ReplyReader::Free::operator()(redisReader* reader) const noexcept { redisReaderFree(reader); }

ReplyReader::ReplyReader() : reader_(redisReaderCreate()) {
  if (!reader_) throw std::bad_alloc();
}

void ReplyReader::feed(std::string_view bytes) {
  if (redisReaderFeed(reader_.get(), bytes.data(), bytes.size()) != REDIS_OK) throw std::bad_alloc();
}

std::optional<ReplyReader::Answer> ReplyReader::next() {
  void* found = nullptr;
  if (redisReaderGetReply(reader_.get(), &found) != REDIS_OK) {
    throw Fault(ErrorCategory::protocol,
                "the peer does not speak the Redis protocol: " + escaped(reader_->errstr));
  }
  if (found == nullptr) return std::nullopt;
  const std::unique_ptr<redisReply, FreeReply> reply(static_cast<redisReply*>(found));
  if (reply->type == REDIS_REPLY_ERROR) return ErrorReply{text_of(*reply)};
  return to_reply(*reply);
}

bool ReplyReader::drained() const noexcept { return reader_->pos == reader_->len && reader_->ridx < 0; }

}  // namespace redisconf
