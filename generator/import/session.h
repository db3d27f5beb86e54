// One import from its first look at the input to its report.
//
// Ownership:     refers to what it is given.
// Thread-safety: none.
// Errors:        RedisError, StartRefused, CheckpointError, RejectsError, Stopped, std::system_error: told by
//                the command.
#pragma once

#include <redisconf/client/client.h>

#include <memory>
#include <string>

#include "checkpoint.h"
#include "import_options.h"
#include "importer.h"
#include "interruption.h"
#include "start.h"

namespace redisconf::import_tool {

class Session {
 public:
  // `resource`: the settings of the cache or the queue, of which the other is nullptr.
  struct Resource {
    const CacheSettings* cache = nullptr;
    const QueueSettings* queue = nullptr;
  };

  Session(const ImportOptions& options, Client& client, Resource resource, int input);

  // Prints the report; returns an exit status.
  [[nodiscard]] int run();

 private:
  [[nodiscard]] std::unique_ptr<Target> make_target(const std::optional<Checkpoint>& file);
  [[nodiscard]] Start find_start(const std::optional<Checkpoint>& file);
  [[nodiscard]] int import_from(const Start& start);
  [[nodiscard]] int finish(Ending ending, const Position& position, Progress& progress);
  void save(const Position& position, bool complete) const;
  void save_if_possible(const Position& position) const;
  void print_report(const Position& position, const std::string& ending, const Pace& pace) const;
  void tell_how_to_go_on(const Position& position) const;

  const ImportOptions& options_;
  Client& client_;
  const Resource resource_;
  const std::string target_name_;
  const CheckpointFile checkpoint_;
  Interruption interruption_;
  LineReader reader_;
  std::unique_ptr<Target> target_;
};

}  // namespace redisconf::import_tool
