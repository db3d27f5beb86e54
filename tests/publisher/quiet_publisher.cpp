// Publishes three messages while Redis is away, with fsync: interval, and then nothing more, until it is
// killed. Usage: quiet_publisher SPOOL PORT
#include "publisher/trial_channel.h"

#include <redisconf/publisher/publisher.h>

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>

int main(int count, char** words) {
  if (count != 3) return 64;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const redisconf::test::TrialConfig config(
      redisconf::test::impatient_inputs("127.0.0.1", std::atoi(words[2])));
  redisconf::Client client(config);
  redisconf::ChannelSettings channel = redisconf::test::trial_channel(words[1]);
  channel.sync = redisconf::SpoolSync::interval;
  channel.sync_interval = std::chrono::milliseconds(300);
  redisconf::Publisher publisher(client, channel);
  for (const char* const message : {"quiet-1", "quiet-2", "quiet-3"}) publisher.publish(message);
  while (true) ::pause();
}
