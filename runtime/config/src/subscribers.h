// Who wants to know about new configurations.
//
// Thread-safety: all. An entry is called and let go of under one lock, which the calling thread may
// take again: a callback may end its own subscription, and begin others.
#pragma once

#include "redisconf/config/config_watcher.h"

#include <sys/types.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace redisconf {

struct Subscription::Entry {
  std::shared_ptr<std::recursive_mutex> calling;
  WatchCore::Listener listener;
  pid_t owner;  // a child of fork() has a lock that nobody gives back
};

class Subscribers {
 public:
  [[nodiscard]] Subscription add(WatchCore::Listener listener);
  void announce(const ServiceConfig& config, const std::vector<std::string>& changed);

 private:
  std::shared_ptr<std::recursive_mutex> calling_ = std::make_shared<std::recursive_mutex>();
  std::vector<std::weak_ptr<Subscription::Entry>> entries_;
};

}  // namespace redisconf
