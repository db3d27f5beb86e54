#include "redisconf/client/reply.h"

#include "redisconf/client/errors.h"

#include <array>
#include <string_view>
#include <utility>

namespace redisconf {
namespace {

constexpr std::array<std::string_view, 6> kKinds{"nil",        "a string", "a status",
                                                 "an integer", "an array", "an error"};

[[noreturn]] void wrong_kind(Reply::Kind kind, const std::string& text, std::string_view wanted) {
  RedisError::Details details;
  if (kind == Reply::Kind::error) {
    details.category = ErrorCategory::server;
    details.cause = "the server said: " + text;
    throw RedisError(std::move(details));
  }
  details.category = ErrorCategory::protocol;
  details.cause.append("the reply is ").append(kKinds.at(static_cast<std::size_t>(kind)));
  details.cause.append(", not ").append(wanted);
  throw RedisError(std::move(details));
}

}  // namespace

Reply Reply::string(std::string bytes) {
  Reply reply;
  reply.kind_ = Kind::string;
  reply.text_ = std::move(bytes);
  return reply;
}

Reply Reply::status(std::string text) {
  Reply reply = string(std::move(text));
  reply.kind_ = Kind::status;
  return reply;
}

Reply Reply::integer(long long number) {
  Reply reply;
  reply.kind_ = Kind::integer;
  reply.number_ = number;
  return reply;
}

Reply Reply::array(std::vector<Reply> elements) {
  Reply reply;
  reply.kind_ = Kind::array;
  reply.elements_ = std::move(elements);
  return reply;
}

Reply Reply::error(std::string text) {
  Reply reply = string(std::move(text));
  reply.kind_ = Kind::error;
  return reply;
}

const std::string& Reply::as_string() const {
  if (kind_ != Kind::string && kind_ != Kind::status) wrong_kind(kind_, text_, "a string");
  return text_;
}

long long Reply::as_integer() const {
  if (kind_ != Kind::integer) wrong_kind(kind_, text_, "an integer");
  return number_;
}

const std::vector<Reply>& Reply::as_array() const& {
  if (kind_ != Kind::array) wrong_kind(kind_, text_, "an array");
  return elements_;
}

std::vector<Reply> Reply::as_array() && {
  static_cast<void>(std::as_const(*this).as_array());
  return std::move(elements_);
}

std::optional<std::string> Reply::as_optional_string() && {
  if (kind_ == Kind::nil) return std::nullopt;
  static_cast<void>(as_string());
  return std::move(text_);
}

}  // namespace redisconf
