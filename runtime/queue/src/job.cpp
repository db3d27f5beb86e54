#include "redisconf/queue/job.h"

namespace redisconf::queue {

bool Job::progress(std::string_view text) {
  told_progress_ = true;
  return tell_progress_(text);
}

bool Job::lost() const { return ask_lost_(); }

}  // namespace redisconf::queue
