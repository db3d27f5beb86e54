#include "socket_options.h"

#include "redisconf/config/settings.h"

#include <algorithm>

namespace redisconf {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kHealthChecksOfSilence = 5;

seconds rounded(milliseconds time, seconds most) {
  return std::clamp(std::chrono::ceil<seconds>(time), seconds(1), most);
}

}  // namespace

// Acknowledgements may stay out as long as any wait of ours: a full receive window of a server that
// works on a long command is no reason to give up before the command's own timeout does.
SocketOptions socket_options(const TimeoutsSettings& timeouts) {
  const milliseconds health = timeouts.health;
  return {
      .user_timeout = std::max({2 * health, milliseconds(timeouts.connect), milliseconds(timeouts.command)}),
      .keepalive_idle = rounded(kHealthChecksOfSilence * health, seconds(60)),
      .keepalive_interval = rounded(health, seconds(10))};
}

}  // namespace redisconf
