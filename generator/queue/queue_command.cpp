#include "queue_command.h"

#include <redisconf/client/client.h>
#include <redisconf/client/errors.h>
#include <redisconf/config/errors.h>
#include <redisconf/config/inputs.h>
#include <redisconf/queue/queue.h>

#include <boost/program_options.hpp>
#include <string>
#include <vector>

#include "commands/command_line.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "commands/number_option.h"
#include "commands/schema_options.h"
#include "commands/service_question.h"
#include "queue_actions.h"
#include "service_tables.h"

namespace redisconf::queue_tool {
namespace {

class QueueConfig : public ServiceConfig {
 public:
  QueueConfig(const generated::Schema& schema, const Inputs& inputs) : ServiceConfig(schema, inputs) {}

  using ServiceConfig::queue;
};

class QueueCommand : public compiler::Command {
 public:
  void add_options(boost::program_options::options_description_easy_init add) override {
    namespace po = boost::program_options;
    add("schema", po::value(&options_.schema)->value_name("FILE")->default_value(options_.schema),
        "the shared schema");
    add("count", compiler::number_option(action_.count, "count"),
        "jobs to list, or lines of tail; 0 lets tail run on");
    add("payload", po::bool_switch(&action_.payload), "show payloads, which may hold anything");
  }

  int run(const compiler::Invocation& invocation) override {
    const auto loaded = compiler::load_one_service(options_, invocation.operands.at(0));
    if (loaded.status != 0) return loaded.status;
    const doctor::ServiceTables tables(loaded.service());
    const unsigned at = doctor::find_declared(tables.schema().queues, invocation.operands.at(1), "queue");
    try {
      const QueueConfig config(tables.schema(), Inputs::process());
      Client client(config);
      queue::Queue queue(client, config.queue(at));
      const std::vector<std::string> words(invocation.operands.begin() + 2, invocation.operands.end());
      return act(queue, words, action_);
    } catch (const ConfigurationError& error) {
      compiler::print_error(std::string(error.what()) + '\n');
      return kExitBadConfiguration;
    } catch (const RedisError& error) {
      compiler::print_error("redisconf queue: " + std::string(error.what()) + '\n');
      return kExitUnavailable;
    }
  }

 private:
  compiler::SchemaOptions options_;
  ActionOptions action_;
};

}  // namespace

compiler::CommandInfo queue_command() {
  return {.name = "queue",
          .operands = "SERVICE QUEUE [ACTION] [ID]",
          .min_operands = 2,
          .max_operands = 4,
          .summary = "look after a service's job queue",
          .help =
              "Loads the service's configuration as the service itself does, and acts on its queue:\n"
              "  list              figures: depth, age of the oldest, states, totals (also without action)\n"
              "  list waiting      the next jobs of each priority; list dead: the newest dead letters\n"
              "  inspect ID        state, failures, crashes, progress and last error of a job\n"
              "  retry ID|all      dead letters wait again, their counts at zero\n"
              "  purge ID|all      dead letters are removed\n"
              "  pause, resume     no job starts from then on; until resumed\n"
              "  drain             removes all jobs that wait or are delayed\n"
              "  tail              a line of figures each second\n",
          .exit_status =
              "0 done, 1 no such job, 64 wrong usage, 65 bad schema, 66 no such file,\n"
              "69 Redis can't be reached or refuses us, 78 bad configuration.",
          .make = compiler::make_command<QueueCommand>};
}

}  // namespace redisconf::queue_tool
