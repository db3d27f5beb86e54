// Publish/subscribe.
#include "memory/command.h"
#include "memory/glob.h"
#include "memory/numbers.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace redisconf::testing::memory {
namespace {

using Names = std::set<std::string, std::less<>>;

Answer confirmation(const Session& session, std::string_view kind, Answer name) {
  return Answer::array({Answer::bulk(kind), std::move(name),
                        Answer::count(session.channels.size() + session.patterns.size())});
}

Answer subscribe_to(Call& call, Names& names, std::string_view kind) {
  Answer answers = Answer::many({});
  for (std::size_t at = 1; at < call.size(); ++at) {
    names.insert(call[at]);
    answers.elements.push_back(confirmation(call.session, kind, Answer::bulk(call[at])));
  }
  return answers;
}

Answer unsubscribe_from(Call& call, Names& names, std::string_view kind) {
  std::vector<std::string> wanted(call.arguments.begin() + 1, call.arguments.end());
  if (wanted.empty()) wanted.assign(names.begin(), names.end());
  if (wanted.empty()) return confirmation(call.session, kind, Answer::nil());
  Answer answers = Answer::many({});
  for (const std::string& name : wanted) {
    names.erase(name);
    answers.elements.push_back(confirmation(call.session, kind, Answer::bulk(name)));
  }
  return answers;
}

Answer subscribe(Call& call) { return subscribe_to(call, call.session.channels, "subscribe"); }
Answer psubscribe(Call& call) { return subscribe_to(call, call.session.patterns, "psubscribe"); }
Answer unsubscribe(Call& call) { return unsubscribe_from(call, call.session.channels, "unsubscribe"); }
Answer punsubscribe(Call& call) { return unsubscribe_from(call, call.session.patterns, "punsubscribe"); }

Answer publish(Call& call) {
  const Answer channel = Answer::bulk(call[1]);
  const Answer payload = Answer::bulk(call[2]);
  std::size_t receivers = 0;
  for (Session* const session : call.engine.sessions()) {
    if (!session->channels.contains(call[1])) continue;
    encode(Answer::array({Answer::bulk("message"), channel, payload}), session->out);
    ++receivers;
  }
  for (Session* const session : call.engine.sessions()) {
    for (const std::string& pattern : session->patterns) {
      if (!matches_glob(pattern, call[1])) continue;
      encode(Answer::array({Answer::bulk("pmessage"), Answer::bulk(pattern), channel, payload}),
             session->out);
      ++receivers;
    }
  }
  return Answer::count(receivers);
}

std::map<std::string, std::size_t> channel_counts(const Engine& engine) {
  std::map<std::string, std::size_t> counts;
  for (const Session* const session : engine.sessions()) {
    for (const std::string& channel : session->channels) ++counts[channel];
  }
  return counts;
}

Answer list_channels(Call& call) {
  if (call.size() > 3)
    throw CommandError("ERR unknown subcommand or wrong number of arguments for '" + call[1] +
                       "'. Try PUBSUB HELP.");
  Answer names = Answer::array();
  for (const auto& [channel, count] : channel_counts(call.engine)) {
    if (call.size() == 2 || matches_glob(call[2], channel)) names.elements.push_back(Answer::bulk(channel));
  }
  return names;
}

Answer count_subscribers(Call& call) {
  const auto counts = channel_counts(call.engine);
  Answer pairs = Answer::array();
  for (std::size_t at = 2; at < call.size(); ++at) {
    const auto found = counts.find(call[at]);
    pairs.elements.push_back(Answer::bulk(call[at]));
    pairs.elements.push_back(Answer::count(found == counts.end() ? 0 : found->second));
  }
  return pairs;
}

Answer count_patterns(Call& call) {
  if (call.size() != 2) throw CommandError(wrong_arity("pubsub|numpat"));
  Names patterns;
  for (const Session* const session : call.engine.sessions())
    patterns.insert(session->patterns.begin(), session->patterns.end());
  return Answer::count(patterns.size());
}

Answer pubsub(Call& call) {
  if (same_word(call[1], "channels")) return list_channels(call);
  if (same_word(call[1], "numsub")) return count_subscribers(call);
  if (same_word(call[1], "numpat")) return count_patterns(call);
  throw CommandError(unsupported(call[0] + " " + call[1]));
}

constexpr unsigned kSubscribing = kNoScript | kWhileSubscribed;
constexpr std::array kCommands{
    CommandSpec{"subscribe", -2, subscribe, kSubscribing},
    CommandSpec{"psubscribe", -2, psubscribe, kSubscribing},
    CommandSpec{"unsubscribe", -1, unsubscribe, kSubscribing},
    CommandSpec{"punsubscribe", -1, punsubscribe, kSubscribing},
    CommandSpec{"publish", 3, publish},
    CommandSpec{"pubsub", -2, pubsub},
};

}  // namespace

CommandTable pubsub_commands() { return kCommands; }

}  // namespace redisconf::testing::memory
