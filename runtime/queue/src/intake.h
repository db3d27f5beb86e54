// Fetches jobs for a worker: at once while there are any, else with a blocking read. One thread's work.
// Thread-safety: run() is for that thread; stop() may be called by any.
#pragma once

#include "housekeeper.h"
#include "queue_keys.h"
#include "stopping.h"
#include "workbench.h"

#include <redisconf/client/errors.h>

#include <mutex>
#include <optional>
#include <string>

namespace redisconf::queue {

class Intake {
 public:
  Intake(Client& client, const QueueKeys& keys, Workbench& bench, Housekeeper& housekeeper);

  void run();  // until stop(), after Workbench::close()
  // What run() does while there are jobs: fetches what is there and wanted, at once; how many.
  std::size_t fetch_ready();
  // After an error of a fetch, before the next.
  void recover(const RedisError& error);
  void stop();  // rings the worker's bell, so that the read ends

 private:
  void fetch();
  [[nodiscard]] GenerationPtr prepare();
  std::size_t fetch_ready(const GenerationPtr& generation);
  std::size_t fetch_waiting(const GenerationPtr& generation);
  std::size_t fetch_returned(const GenerationPtr& generation);
  void fetch_blocking(const GenerationPtr& generation);
  void fetch_forgotten(const GenerationPtr& generation);
  std::size_t take(const Reply& reply, const GenerationPtr& generation);
  [[nodiscard]] Reply read(const GenerationPtr& generation, std::size_t count,
                           std::optional<Milliseconds> block, const std::vector<std::string_view>& streams,
                           std::string_view after = ">");

  Client& client_;
  const QueueKeys& keys_;
  Workbench& bench_;
  Housekeeper& housekeeper_;
  Stopping stopping_;
  std::mutex mutex_;
  std::string reading_;  // the consumer that the read is made for
  std::optional<DedicatedConnection> connection_;
  bool may_have_forgotten_ = false;  // a reply was lost: jobs are ours that we do not know of
  bool look_for_returned_ = true;
};

}  // namespace redisconf::queue
