#include "comparison.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace redisconf::test {
namespace {

enum class Order { given, any, any_pairs, inner, inner_pairs };

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return text;
}

// What Redis says of the order of a command's elements.
Order order_of(const Command& command) {
  struct Entry {
    std::string_view name;
    Order order;
  };
  constexpr std::array kEntries{Entry{"KEYS", Order::any},
                                Entry{"HKEYS", Order::any},
                                Entry{"HVALS", Order::any},
                                Entry{"SMEMBERS", Order::any},
                                Entry{"SINTER", Order::any},
                                Entry{"SUNION", Order::any},
                                Entry{"SDIFF", Order::any},
                                Entry{"SPOP", Order::any},
                                Entry{"SRANDMEMBER", Order::any},
                                Entry{"HGETALL", Order::any_pairs},
                                Entry{"ZRANDMEMBER", Order::any_pairs},
                                Entry{"SCAN", Order::inner},
                                Entry{"SSCAN", Order::inner},
                                Entry{"HSCAN", Order::inner_pairs},
                                Entry{"ZSCAN", Order::inner_pairs}};
  const std::string name = upper(command.front());
  if (name == "HRANDFIELD") return command.size() == 4 ? Order::any_pairs : Order::any;
  const auto* const found = std::ranges::find(kEntries, name, &Entry::name);
  return found == kEntries.end() ? Order::given : found->order;
}

std::string text_of(const RawReply& reply) {
  std::string text = reply.head + "\n";
  for (const RawReply& element : reply.elements) text += text_of(element);
  return text;
}

std::string sorted_text(const RawReply& reply, std::size_t group) {
  std::vector<std::string> groups;
  for (std::size_t at = 0; at < reply.elements.size(); ++at) {
    if (at % group == 0) groups.emplace_back();
    groups.back() += text_of(reply.elements[at]);
  }
  std::ranges::sort(groups);
  std::string text = reply.head + "\n";
  for (const std::string& each : groups) text += each;
  return text;
}

std::string canonical(const Command& command, const RawReply& reply) {
  switch (order_of(command)) {
    case Order::any:
      return sorted_text(reply, 1);
    case Order::any_pairs:
      return sorted_text(reply, 2);
    case Order::inner:
    case Order::inner_pairs:
      if (reply.elements.size() != 2) break;
      return text_of(reply.elements[0]) +
             sorted_text(reply.elements[1], order_of(command) == Order::inner ? 1 : 2);
    case Order::given:
      break;
  }
  return text_of(reply);
}

bool tells_time(const Command& command) {
  const std::string name = upper(command.front());
  return name == "TTL" || name == "PTTL" || name == "EXPIRETIME" || name == "PEXPIRETIME";
}

// Times that count from when the command ran differ by what passed between both.
bool about_the_same(const Command& command, const RawReply& left, const RawReply& right) {
  if (!tells_time(command)) return false;
  const bool seconds = upper(command.front()).front() != 'P';
  if (!left.head.starts_with(':') || !right.head.starts_with(':')) return false;
  const long long one = std::stoll(left.head.substr(1));
  const long long other = std::stoll(right.head.substr(1));
  constexpr long long kMilliseconds = 3000;
  return one > 0 && other > 0 && std::llabs(one - other) <= (seconds ? kMilliseconds / 1000 : kMilliseconds);
}

bool same_reply(const Command& command, const RawReply& left, const RawReply& right) {
  return canonical(command, left) == canonical(command, right) || about_the_same(command, left, right);
}

}  // namespace

bool Comparison::same(const Command& command, const std::string& left, const std::string& right) {
  const std::string name = upper(command.front());
  const RawReply one = parse_reply(left);
  const RawReply other = parse_reply(right);
  if (one.head == "+QUEUED") queued_.push_back(command);
  if (name != "EXEC") {
    if (name == "DISCARD") queued_.clear();
    return same_reply(command, one, other);
  }
  const std::vector<Command> queued = std::exchange(queued_, {});
  if (one.head != other.head || one.elements.size() != other.elements.size()) return false;
  for (std::size_t at = 0; at < one.elements.size(); ++at) {
    if (!same_reply(queued.at(at), one.elements[at], other.elements[at])) return false;
  }
  return true;
}

bool is_exact(const Command& command) { return order_of(command) == Order::given && !tells_time(command); }

std::string shown(std::string_view bytes) {
  std::string text = "\"";
  for (const char c : bytes) {
    if (c >= ' ' && c <= '~' && c != '"' && c != '\\') {
      text += c;
      continue;
    }
    std::array<char, 8> escaped;
    const int size = std::snprintf(escaped.data(), escaped.size(), "\\x%02x", static_cast<unsigned char>(c));
    text.append(escaped.data(), static_cast<std::size_t>(size));
  }
  return text + "\"";
}

std::string shown(const Command& command) {
  std::string text;
  for (const std::string& argument : command)
    text += (text.empty() ? "" : " ") + shown(std::string_view(argument));
  return text;
}

}  // namespace redisconf::test
