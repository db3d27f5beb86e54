#include "intake.h"

#include <redisconf/client/errors.h>
#include <redisconf/config/settings.h>

#include <algorithm>

namespace redisconf::queue {
namespace {

constexpr Milliseconds kBlock{5000};  // a server that died without a word is noticed after it

}  // namespace

Intake::Intake(Client& client, const QueueKeys& keys, Workbench& bench, Housekeeper& housekeeper)
    : client_(client), keys_(keys), bench_(bench), housekeeper_(housekeeper) {}

void Intake::run() {
  while (!stopping_.stopped() && bench_.await_room() > 0) {
    try {
      fetch();
    } catch (const RedisError& error) {
      recover(error);
      if (!stopping_.sleep(kAfterError)) return;
    }
  }
}

void Intake::recover(const RedisError& error) {
  bench_.count_redis_error();
  connection_.reset();
  may_have_forgotten_ = true;
  look_for_returned_ = true;
  if (error.code() == "NOGROUP") housekeeper_.reenter();
}

// Without its group, which goes with the lease, the read ends with an error.
void Intake::stop() {
  stopping_.stop();
  std::string reading;
  {
    const std::lock_guard lock(mutex_);
    reading = reading_;
  }
  if (reading.empty()) return;
  const std::string bell = keys_.bell(reading);
  try {
    static_cast<void>(client_.command({"XADD", bell, "*", "w", "1"}));
    static_cast<void>(client_.command({"DEL", bell}));
  } catch (const RedisError&) {
    bench_.count_redis_error();  // the read ends by itself then
  }
}

void Intake::fetch() {
  const GenerationPtr generation = prepare();
  if (stopping_.stopped()) return;  // stop() found no read to end, or an earlier one
  if (fetch_ready(generation) > 0) return;
  if (look_for_returned_) {
    bench_.await_free_handler();
  } else {
    fetch_blocking(generation);
  }
}

std::size_t Intake::fetch_ready() { return fetch_ready(prepare()); }

GenerationPtr Intake::prepare() {
  if (!connection_ || !connection_->usable()) connection_.emplace(client_.dedicated());
  GenerationPtr generation = bench_.generation();
  const std::lock_guard lock(mutex_);
  reading_ = generation->name;
  return generation;
}

// Jobs that were given back come first, but no more of them than handlers are free: one of them may kill
// its worker again, and those fetched with it would be blamed for that.
std::size_t Intake::fetch_ready(const GenerationPtr& generation) {
  if (may_have_forgotten_) {
    fetch_forgotten(generation);
    may_have_forgotten_ = false;
  }
  std::size_t came = 0;
  if (look_for_returned_) came += fetch_returned(generation);
  return came + fetch_waiting(generation);
}

std::size_t Intake::fetch_returned(const GenerationPtr& generation) {
  std::size_t came = 0;
  for (int priority = 0; priority < keys_.settings().priorities; ++priority) {
    const std::size_t room = bench_.free_handlers();
    if (room == 0) return came;
    came += take(read(generation, room, {}, {keys_.lane(QueueKeys::returned_lane(priority))}), generation);
  }
  if (came == 0) look_for_returned_ = false;
  return came;
}

std::size_t Intake::fetch_waiting(const GenerationPtr& generation) {
  const std::string bell = keys_.bell(generation->name);
  std::size_t came = 0;
  for (int priority = 0; priority < keys_.settings().priorities; ++priority) {
    const std::size_t room = bench_.room();
    if (room == 0) break;
    const std::string& lane = keys_.lane(QueueKeys::waiting_lane(priority));
    const std::size_t got = take(read(generation, room, {}, {bell, lane}), generation);
    came += got;
    if (got >= room) break;  // there may be more of this priority
  }
  return came;
}

// One of each stream at most: the rest is fetched in order afterwards.
void Intake::fetch_blocking(const GenerationPtr& generation) {
  const std::string bell = keys_.bell(generation->name);
  std::vector<std::string_view> streams{bell};
  for (int lane = 0; lane < 2 * keys_.settings().priorities; ++lane) streams.emplace_back(keys_.lane(lane));
  take(read(generation, 1, kBlock, streams), generation);
}

void Intake::fetch_forgotten(const GenerationPtr& generation) {
  constexpr std::size_t kAPage = 500;
  const auto known = bench_.in_hand();
  for (int lane = 0; lane < 2 * keys_.settings().priorities; ++lane) {
    std::string after = "0";
    while (true) {
      Deliveries found = deliveries_in(read(generation, kAPage, {}, {keys_.lane(lane)}, after), keys_);
      const std::size_t count = found.jobs.size();
      if (count > 0) after = found.jobs.back().entry;
      std::erase_if(found.jobs, [&](const Delivery& job) { return known.contains({job.lane, job.entry}); });
      bench_.add(std::move(found.jobs), generation);
      if (count < kAPage) break;
    }
  }
}

std::size_t Intake::take(const Reply& reply, const GenerationPtr& generation) {
  Deliveries found = deliveries_in(reply, keys_);
  if (!found.bells.empty()) {
    look_for_returned_ = true;
    housekeeper_.wake();
    std::vector<std::string_view> words{"XACK", "", kGroup};
    const std::string bell = keys_.bell(generation->name);
    words[1] = bell;
    words.insert(words.end(), found.bells.begin(), found.bells.end());
    static_cast<void>(client_.command(words));
  }
  const std::size_t count = found.jobs.size();
  bench_.add(std::move(found.jobs), generation);
  if (count > 0 && generation != bench_.generation()) housekeeper_.look();
  return count;
}

Reply Intake::read(const GenerationPtr& generation, std::size_t count, std::optional<Milliseconds> block,
                   const std::vector<std::string_view>& streams, std::string_view after) {
  const std::string number = std::to_string(count);
  const std::string milliseconds = std::to_string(block.value_or(Milliseconds(0)).count());
  std::vector<std::string_view> words{"XREADGROUP", "GROUP", kGroup, generation->name, "COUNT", number};
  if (block) words.insert(words.end(), {"BLOCK", milliseconds});
  words.emplace_back("STREAMS");
  words.insert(words.end(), streams.begin(), streams.end());
  words.insert(words.end(), streams.size(), after);
  const Milliseconds limit = client_.config().timeouts().command;
  return connection_->command(words, Deadline::after(block.value_or(Milliseconds(0)) + limit));
}

}  // namespace redisconf::queue
