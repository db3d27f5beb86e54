// Lines into a queue. How far the import is stands in Redis, with the jobs (queue::Feed): so no line is put
// in twice, whoever was killed when.
//
// Thread-safety: none. Errors: as Target.
#pragma once

#include <redisconf/client/client.h>
#include <redisconf/config/resources.h>
#include <redisconf/queue/feed.h>

#include <vector>

#include "queue_line.h"
#include "target.h"

namespace redisconf::import_tool {

class QueueTarget : public Target {
 public:
  // `name` tells this import from others into the queue.
  QueueTarget(Client& client, const QueueSettings& settings, std::string name);

  void add(std::string_view line, std::uint64_t number) override;
  [[nodiscard]] std::size_t bytes() const noexcept override { return bytes_; }
  void write(Position& to) override;
  void look(Tally& tally) override;
  void clear() override;
  [[nodiscard]] std::optional<Position> note() override;
  [[nodiscard]] bool keeps_note() const noexcept override { return true; }
  void forget_note() override;

 private:
  [[nodiscard]] std::vector<queue::FeedJob> jobs() const;

  queue::Feed feed_;
  const int priorities_;
  std::string at_;  // Redis' note, as it is there
  std::vector<QueueLine> lines_;
  std::size_t bytes_ = 0;
};

}  // namespace redisconf::import_tool
