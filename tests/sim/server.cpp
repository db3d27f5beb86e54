#include "sim/server.h"

#include "sim/scheduler.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <variant>

namespace redisconf::sim {
namespace {

using namespace std::chrono_literals;

std::string bulk(std::string_view text) {
  return "$" + std::to_string(text.size()) + "\r\n" + std::string(text) + "\r\n";
}

std::vector<std::string> words_of(const Reply& command) {
  if (command.kind() != Reply::Kind::array || command.as_array().empty())
    throw Violation("the server got something that is no command");
  std::vector<std::string> words;
  for (const Reply& word : command.as_array()) words.push_back(word.as_string());
  return words;
}

// Each breaks the protocol in its own way.
std::string_view some_garbage(Chance& chance) {
  constexpr std::array<std::string_view, 8> kGarbage{
      "HTTP/1.1 400 Bad Request\r\n\r\n",
      "$5\r\nabcdefg\r\n",
      "*2147483647\r\n",
      "$-7\r\n",
      "+OK\rX",
      "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n",
      "$99999999999\r\n",
      "$x\r\n"};
  return kGarbage.at(chance.below(kGarbage.size()));
}

std::string_view some_refusal(Chance& chance) {
  constexpr std::array<std::string_view, 3> kRefusals{
      "-LOADING Redis is loading the dataset in memory\r\n", "-BUSY Redis is busy running a script\r\n",
      "-TRYAGAIN Multiple keys request during rehashing of slot\r\n"};
  return kRefusals.at(chance.below(kRefusals.size()));
}

bool bears_a_tag(const std::vector<std::string>& words) {
  return std::ranges::any_of(words, [](const auto& word) { return Ledger::tag_in(word).has_value(); });
}

}  // namespace

Server::Server(Scheduler& scheduler, Chance& chance, Trace& trace, Network& network, Ledger& ledger,
               const Weather& weather)
    : scheduler_(scheduler),
      chance_(chance),
      trace_(trace),
      network_(network),
      ledger_(ledger),
      weather_(weather) {
  network_.serve(*this);
}

void Server::accepted(std::size_t connection) {
  if (chance_.per_million(weather_.closed_at_once)) return network_.close_by_server(connection);
  sessions_.emplace(connection, std::make_unique<Session>());
  if (!chance_.per_million(weather_.full)) return;
  network_.reply(connection, "-ERR max number of clients reached\r\n");
  network_.close_by_server(connection);
}

void Server::gone(std::size_t connection) { sessions_.erase(connection); }

void Server::readable(std::size_t connection) {
  if (scheduler_.now() < frozen_until_) return;
  const std::string bytes = network_.take_arrived(connection);
  if (const auto found = sessions_.find(connection); found != sessions_.end()) {
    found->second->reader.feed(bytes);
  }
  for (;;) {
    // A command may end its session.
    const auto found = sessions_.find(connection);
    if (found == sessions_.end()) return;
    const auto command = found->second->reader.next();
    if (!command) break;
    run(connection, std::get<Reply>(*command));
  }
  if (network_.ended_by_client(connection)) network_.close_by_server(connection);
}

void Server::run(std::size_t connection, const Reply& command) {
  Session& session = *sessions_.at(connection);
  const auto words = words_of(command);
  trace_.say(scheduler_.now(),
             "server runs " + words.front() + (words.size() > 1 ? " " + words[1].substr(0, 24) : ""));
  session.dialled = session.dialled || words.front() == "PING";
  const bool tagged = bears_a_tag(words);
  Duration service = weather_.service;
  if (chance_.per_million(weather_.slow)) service = weather_.slow_service;
  // Redis takes AUTH at all times.
  if (words.front() != "AUTH" && chance_.per_million(weather_.loading)) {
    return answer(connection, session, std::string(some_refusal(chance_)), service);
  }
  if (tagged && words.front() != "ECHO" && chance_.per_million(weather_.out_of_memory)) {
    return answer(connection, session, "-OOM command not allowed when used memory > 'maxmemory'\r\n",
                  service);
  }
  for (const std::string& word : words) {
    if (const auto call = Ledger::tag_in(word)) ledger_.ran(*call);
  }
  std::string reply = execute(words);
  if (misbehaves(connection, session, reply)) return;
  if (words.front() == "BLPOP") service = std::chrono::milliseconds(std::stol(words.back()) * 1000);
  answer(connection, session, std::move(reply), service);
}

bool Server::misbehaves(std::size_t connection, Session& session, const std::string& reply) {
  if (chance_.per_million(weather_.lost_reply)) {
    network_.reset(connection);
    return true;
  }
  if (chance_.per_million(weather_.half_reply)) {
    answer(connection, session, reply.substr(0, chance_.below(reply.size())), weather_.service);
    session.mute = true;
    return true;
  }
  if (chance_.per_million(weather_.garbage)) {
    answer(connection, session, std::string(some_garbage(chance_)), weather_.service);
    session.mute = true;
    return true;
  }
  return false;
}

std::string Server::execute(const std::vector<std::string>& words) {
  const std::string& name = words.front();
  if (name == "PING") return "+PONG\r\n";
  if (name == "AUTH") return words.back() == kPassword ? "+OK\r\n" : "-WRONGPASS invalid password\r\n";
  if (name == "CLIENT" || name == "SELECT") return "+OK\r\n";
  if (name == "ECHO") return bulk(words.at(1));
  if (name == "GET") return get(words.at(1));
  if (name == "INCRBY") return add(words.at(1), words.at(2));
  if (name == "BLPOP") return "*-1\r\n";
  if (name == "SET") {
    values_[words.at(1)] = words.at(2);
    return "+OK\r\n";
  }
  return "-ERR unknown command\r\n";
}

// A key that nobody set has its own name for a value, so that a reply tells whose it is.
std::string Server::get(const std::string& key) const {
  const auto found = values_.find(key);
  return bulk(found == values_.end() ? key : found->second);
}

std::string Server::add(const std::string& key, const std::string& amount) {
  return ":" + std::to_string(numbers_[key] += std::stoll(amount)) + "\r\n";
}

void Server::answer(std::size_t connection, Session& session, std::string reply, Duration service) {
  if (session.mute) return;
  session.last = std::max(session.last, scheduler_.now()) + service;
  scheduler_.at(session.last, [this, connection, text = std::move(reply)] {
    if (sessions_.contains(connection)) network_.reply(connection, text);
  });
}

void Server::calm_down(const Weather& weather) {
  weather_ = weather;
  std::vector<std::size_t> silent;
  for (const auto& [connection, session] : sessions_) {
    if (session->mute) silent.push_back(connection);
  }
  for (const std::size_t connection : silent) network_.close_by_server(connection);
}

bool Server::is_idle(std::size_t connection) const {
  const auto found = sessions_.find(connection);
  if (found == sessions_.end() || found->second->mute || !found->second->dialled) return false;
  return found->second->last < scheduler_.now() && found->second->reader.drained();
}

void Server::freeze(Time until) {
  trace_.note(scheduler_.now(), "server freezes");
  frozen_until_ = std::max(frozen_until_, until);
  scheduler_.at(until, [this] { read_all(); });
}

void Server::read_all() {
  std::vector<std::size_t> connections;
  for (const auto& [connection, session] : sessions_) connections.push_back(connection);
  for (const std::size_t connection : connections) readable(connection);
}

void Server::restart(Time until) {
  trace_.note(scheduler_.now(), "server restarts");
  network_.listening(false);
  for (const std::size_t connection : network_.established()) network_.reset(connection);
  down_until_ = std::max(down_until_, until);
  scheduler_.at(until, [this] {
    if (scheduler_.now() >= down_until_) network_.listening(true);
  });
}

}  // namespace redisconf::sim
