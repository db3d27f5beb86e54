#include "redisconf/queue/feed.h"

#include "queue_keys.h"
#include "scripts.h"

#include <stdexcept>
#include <vector>

namespace redisconf::queue {
namespace {

std::string text_of(const FeedJob::When& when) {
  if (const auto* const wait = std::get_if<Milliseconds>(&when)) return std::to_string(wait->count());
  if (const auto* const time = std::get_if<ServerTime>(&when)) {
    return '@' + std::to_string(time->time_since_epoch().count());
  }
  return {};
}

// What a job says in words of a script, beside its payload and unique key.
struct JobWords {
  std::string priority;
  std::string start;
  std::string end;
};

std::uint64_t count_at(const std::vector<Reply>& reply, std::size_t index) {
  return static_cast<std::uint64_t>(reply.at(index).as_integer());
}

FeedStep step_of(const std::vector<Reply>& reply) {
  const std::string& result = reply.at(0).as_string();
  if (result == "before") return {FeedResult::before, {}};
  if (result == "elsewhere") return {FeedResult::elsewhere, {}};
  return {FeedResult::put, {count_at(reply, 1), count_at(reply, 2), count_at(reply, 3)}};
}

}  // namespace

Feed::Feed(Client& client, QueueSettings settings, std::string name)
    : client_(client),
      keys_(std::make_unique<const QueueKeys>(std::move(settings))),
      name_(std::move(name)) {}
Feed::Feed(Feed&&) noexcept = default;
Feed::~Feed() = default;

FeedPosition Feed::position() {
  const std::string key = keys_->feed(name_);
  const auto fields = client_.command({"HMGET", key, "at", "made", "joined", "expired"}).as_array();
  const auto text = [&fields](std::size_t index) {
    return fields.at(index).is_nil() ? std::string() : fields.at(index).as_string();
  };
  const auto count = [&text](std::size_t index) {
    return static_cast<std::uint64_t>(number_in(text(index)));
  };
  return {text(0), {count(1), count(2), count(3)}};
}

FeedStep Feed::run(std::string_view from, std::string_view to, std::span<const FeedJob> jobs) {
  std::vector<JobWords> texts;
  texts.reserve(jobs.size());
  constexpr std::size_t kWordsAJob = 5;
  std::vector<std::string_view> words{name_, from, to};
  words.reserve(words.size() + kWordsAJob * jobs.size());
  for (const FeedJob& job : jobs) {
    const JobWords& text = texts.emplace_back(
        JobWords{std::to_string(keys_->checked(job.priority)), text_of(job.start), text_of(job.end)});
    words.insert(words.end(), {text.priority, job.payload, text.start, text.end, job.unique_key});
  }
  return step_of(queue::run(client_, enqueue_scripts().feed, *keys_, words).as_array());
}

FeedStep Feed::put(std::string_view from, std::string_view to, std::span<const FeedJob> jobs) {
  if (to.empty() || from == to) throw std::invalid_argument("a feed's position must move");
  return run(from, to, jobs);
}

FeedCounts Feed::look(std::span<const FeedJob> jobs) { return run({}, {}, jobs).counts; }

void Feed::forget() { static_cast<void>(client_.command({"DEL", keys_->feed(name_)})); }

}  // namespace redisconf::queue
