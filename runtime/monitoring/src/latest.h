// The result of the last call of something that costs a round trip or may wait, for those who must not.
//
// Thread-safety: every member may run concurrently.
#pragma once

#include "redisconf/client/errors.h"

#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace redisconf {

template <class Value>
class Latest {
 public:
  struct View {
    std::optional<Value> value;  // none before the first call, and while calls fail
    std::string cause;           // why the last one failed
  };

  template <class Ask>
  void refresh(const Ask& ask) {
    View view;
    try {
      view.value = ask();
    } catch (const RedisError& error) {
      view.cause = error.details().cause;
    }
    const std::lock_guard lock(mutex_);
    view_ = std::move(view);
  }

  [[nodiscard]] View view() const {
    const std::lock_guard lock(mutex_);
    return view_;
  }

 private:
  mutable std::mutex mutex_;
  View view_;
};

}  // namespace redisconf
