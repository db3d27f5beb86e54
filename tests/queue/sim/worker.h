// One worker process of the simulation: the queue's own parts, on one thread, which the simulation stops and
// lets go on where a real one could die or stall.
//
// Thread-safety: none. Errors: those of Redis are handled as a worker handles them.
#pragma once

#include "queue/sim/around.h"

#include "housekeeper.h"
#include "intake.h"
#include "queue_keys.h"
#include "settlement.h"
#include "workbench.h"

#include <redisconf/client/client.h>
#include <redisconf/queue/worker.h>

#include <functional>
#include <optional>
#include <vector>

namespace redisconf::test {

enum class Point : std::uint8_t { tended, fetched, ran };  // after which a worker may be stopped

class SimWorker {
 public:
  // What the simulation decides: false stops the worker there for now. References must outlive it.
  using GoesOn = std::function<bool(Point)>;

  SimWorker(Client& client, const queue::QueueKeys& keys, const queue::WorkerOptions& options,
            queue::Handler handler, std::function<SimTime()> now);

  // Enters the queue; false while Redis is not there.
  [[nodiscard]] bool begin();

  // Does what there is to do at this moment; true when something was.
  bool turn(const GoesOn& goes_on);

  [[nodiscard]] SimTime due() const noexcept { return due_; }  // of the next turn, unless its bell rings
  [[nodiscard]] SimTime tended() const noexcept { return tended_; }

 private:
  bool tend();
  bool fetch();
  bool run(const GoesOn& goes_on, bool& busy);
  bool settle();

  const std::function<SimTime()> now_;
  queue::Workbench bench_;
  queue::Housekeeper housekeeper_;
  queue::Intake intake_;
  queue::Settlement settlement_;
  SimTime due_{};
  SimTime tended_{};
  std::size_t finished_ = 0;  // jobs whose results are not taken yet
  std::vector<queue::Result> settling_;
};

}  // namespace redisconf::test
