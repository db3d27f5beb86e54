#include "subscriptions.h"

#include "command_encoder.h"
#include "fault.h"

#include <array>
#include <utility>

namespace redisconf {
namespace {

struct VerbRow {
  std::string_view command;
  std::string_view confirmation;
};

// Follows Verb.
constexpr std::array kVerbs{
    VerbRow{"SUBSCRIBE", "subscribe"},
    VerbRow{"PSUBSCRIBE", "psubscribe"},
    VerbRow{"UNSUBSCRIBE", "unsubscribe"},
    VerbRow{"PUNSUBSCRIBE", "punsubscribe"},
    VerbRow{"PING", "pong"},
};

template <class Verb>
const VerbRow& row_of(Verb verb) {
  return kVerbs.at(static_cast<std::size_t>(verb));
}

[[noreturn]] void refuse(const char* why) {
  throw Fault(ErrorCategory::protocol, std::string("the peer does not publish as Redis does: ") + why);
}

bool is_text(const Reply& reply) noexcept { return reply.kind() == Reply::Kind::string; }

std::size_t payload_bytes(const Subscriber::Event& event) noexcept {
  const auto* const message = std::get_if<Subscriber::Message>(&event);
  return message == nullptr ? 0 : message->payload.size();
}

std::string take_text(Reply& reply) { return *std::move(reply).as_optional_string(); }

}  // namespace

Subscriptions::NameSet& Subscriptions::set_of(SubscriptionKind kind) noexcept {
  return kind == SubscriptionKind::channel ? channels_ : patterns_;
}

const Subscriptions::NameSet& Subscriptions::set_of(SubscriptionKind kind) const noexcept {
  return kind == SubscriptionKind::channel ? channels_ : patterns_;
}

Subscriptions::Names Subscriptions::all(SubscriptionKind kind) const {
  const NameSet& set = set_of(kind);
  return {set.begin(), set.end()};
}

Subscriptions::Names Subscriptions::missing(SubscriptionKind kind,
                                            std::span<const std::string_view> names) const {
  return pick(kind, names, false);
}

Subscriptions::Names Subscriptions::present(SubscriptionKind kind,
                                            std::span<const std::string_view> names) const {
  return pick(kind, names, true);
}

Subscriptions::Names Subscriptions::pick(SubscriptionKind kind, std::span<const std::string_view> names,
                                         bool subscribed) const {
  Names found;
  for (const std::string_view name : std::set(names.begin(), names.end())) {
    if (set_of(kind).contains(name) == subscribed) found.emplace_back(name);
  }
  return found;
}

void Subscriptions::subscribe(SubscriptionKind kind, Names names, ByteBuffer& command) {
  set_of(kind).insert(names.begin(), names.end());
  ask(kind == SubscriptionKind::channel ? Verb::subscribe : Verb::psubscribe, std::move(names), command);
}

void Subscriptions::unsubscribe(SubscriptionKind kind, Names names, ByteBuffer& command) {
  ask(kind == SubscriptionKind::channel ? Verb::unsubscribe : Verb::punsubscribe, std::move(names), command);
}

void Subscriptions::ping(ByteBuffer& command) { ask(Verb::ping, {}, command); }

void Subscriptions::ask(Verb verb, Names names, ByteBuffer& command) {
  std::vector<std::string_view> arguments{row_of(verb).command};
  arguments.insert(arguments.end(), names.begin(), names.end());
  encode_command(command, arguments);
  awaited_.push_back({verb, std::move(names)});
  if (verb != Verb::ping) ++unsettled_;
}

void Subscriptions::forget(SubscriptionKind kind, const Names& names) {
  for (const std::string& name : names) set_of(kind).erase(name);
}

void Subscriptions::take(ReplyReader::Answer answer) {
  if (auto* const error = std::get_if<ErrorReply>(&answer)) return refused(std::move(*error));
  Reply& reply = std::get<Reply>(answer);
  if (reply.kind() == Reply::Kind::array) return pushed(std::move(reply).as_array());
  // With nothing subscribed, PING is answered as on any connection.
  if (reply.kind() != Reply::Kind::status || reply.as_string() != "PONG") refuse("a reply to no command");
  ponged();
}

// A user who may not PING has been recognised by a server that lives.
void Subscriptions::refused(ErrorReply error) {
  if (awaited_.empty()) refuse("an error that no command has caused");
  if (awaited_.front().verb != Verb::ping) refusal_ = std::move(error);
  answered();
}

void Subscriptions::pushed(std::vector<Reply> parts) {
  constexpr std::size_t kMessageParts = 3;
  constexpr std::size_t kPatternParts = 4;
  if (parts.empty() || !is_text(parts[0])) refuse("an array that is no message");
  const std::string& what = parts[0].as_string();
  if (what == "message" && parts.size() == kMessageParts && is_text(parts[1]) && is_text(parts[2]))
    return came({take_text(parts[1]), {}, take_text(parts[2])}, SubscriptionKind::channel);
  if (what == "pmessage" && parts.size() == kPatternParts && is_text(parts[1]) && is_text(parts[2]) &&
      is_text(parts[3]))
    return came({take_text(parts[2]), take_text(parts[1]), take_text(parts[3])}, SubscriptionKind::pattern);
  if (what == row_of(Verb::ping).confirmation && parts.size() == 2) return ponged();
  confirmed(parts);
}

void Subscriptions::confirmed(const std::vector<Reply>& parts) {
  constexpr std::size_t kParts = 3;
  if (awaited_.empty()) refuse("an answer to no command");
  Awaited& first = awaited_.front();
  const bool fits = parts.size() == kParts && parts[0].as_string() == row_of(first.verb).confirmation &&
                    first.confirmed < first.names.size() && is_text(parts[1]) &&
                    parts[1].as_string() == first.names[first.confirmed] &&
                    parts[2].kind() == Reply::Kind::integer;
  if (!fits) refuse("an answer to another command");
  const std::string& name = first.names[first.confirmed++];
  if (first.verb == Verb::unsubscribe) channels_.erase(name);
  if (first.verb == Verb::punsubscribe) patterns_.erase(name);
  if (first.confirmed == first.names.size()) answered();
}

void Subscriptions::came(Subscriber::Message message, SubscriptionKind by) {
  const std::string& name = by == SubscriptionKind::channel ? message.channel : message.pattern;
  if (!set_of(by).contains(name)) refuse("a message that nobody subscribed to");
  waiting_bytes_ += message.payload.size();
  if (!settled() && waiting_bytes_ > kMostWaitingBytes) {
    throw Fault(ErrorCategory::closed, "more than 64 MiB of messages came before the server's answer");
  }
  events_.emplace_back(std::move(message));
}

void Subscriptions::ponged() {
  if (awaited_.empty() || awaited_.front().verb != Verb::ping) refuse("a PONG without a PING");
  answered();
}

void Subscriptions::answered() noexcept {
  if (awaited_.front().verb != Verb::ping) --unsettled_;
  awaited_.pop_front();
}

std::optional<ErrorReply> Subscriptions::take_refusal() noexcept {
  return std::exchange(refusal_, std::nullopt);
}

void Subscriptions::connection_ended() noexcept {
  awaited_.clear();
  unsettled_ = 0;
  refusal_.reset();
}

void Subscriptions::begin_gap() {
  gap_ = events_.size();
  events_.emplace_back(Subscriber::Gap{});
}

void Subscriptions::end_gap(std::chrono::milliseconds away) {
  if (gap_) std::get<Subscriber::Gap>(events_[*gap_]).away = away;
  gap_.reset();
}

void Subscriptions::abandon_gap() noexcept {
  if (!gap_) return;
  for (; events_.size() > *gap_; events_.pop_back()) waiting_bytes_ -= payload_bytes(events_.back());
  gap_.reset();
}

std::optional<Subscriber::Event> Subscriptions::take_event() {
  if (events_.empty()) return std::nullopt;
  Subscriber::Event event = std::move(events_.front());
  events_.pop_front();
  waiting_bytes_ -= payload_bytes(event);
  return event;
}

}  // namespace redisconf
