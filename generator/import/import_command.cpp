#include "import_command.h"

#include <fcntl.h>
#include <unistd.h>

#include <redisconf/client/client.h>
#include <redisconf/client/errors.h>
#include <redisconf/config/errors.h>
#include <redisconf/config/inputs.h>

#include <boost/program_options.hpp>
#include <cerrno>
#include <system_error>

#include "commands/command_line.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "commands/number_option.h"
#include "commands/service_question.h"
#include "service_tables.h"
#include "session.h"

namespace redisconf::import_tool {
namespace {

using compiler::print_error;

class ImportConfig : public ServiceConfig {
 public:
  ImportConfig(const generated::Schema& schema, const Inputs& inputs) : ServiceConfig(schema, inputs) {}

  using ServiceConfig::cache;
  using ServiceConfig::queue;
};

// Standard input, or a file that is closed again.
class Input {
 public:
  explicit Input(const ImportOptions& options)
      : descriptor_(options.reads_standard_input() ? STDIN_FILENO
                                                   : ::open(options.from.c_str(), O_RDONLY | O_CLOEXEC)),
        error_(errno) {}
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input() {
    if (descriptor_ > STDIN_FILENO) ::close(descriptor_);
  }

  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
  [[nodiscard]] std::string error() const { return std::generic_category().message(error_); }

 private:
  int descriptor_;
  int error_;
};

int failed(const std::exception& error, int status) {
  print_error("redisconf import: " + std::string(error.what()) + '\n');
  return status;
}

class ImportCommand : public compiler::Command {
 public:
  void add_options(boost::program_options::options_description_easy_init add) override {
    namespace po = boost::program_options;
    const auto text = [](std::string& value, const char* name) {
      return po::value(&value)->value_name(name);
    };
    add("from", text(options_.from, "FILE"), "JSON lines; - is standard input");
    add("dry-run", po::bool_switch(&options_.dry_run), "check each line, look what is there, write nothing");
    add("resume", po::bool_switch(&options_.resume), "go on where an earlier run ended, if there was one");
    add("restart", po::bool_switch(&options_.restart), "begin anew, whatever an earlier run did");
    add("checkpoint", text(options_.checkpoint, "FILE"),
        "how far it is; FILE.SERVICE.cache.NAME.checkpoint unless set");
    add("max-errors", compiler::number_option(options_.max_errors, "max-errors"),
        "wrong lines that are left out; one more ends the import");
    add("rejects", text(options_.rejects, "FILE"), "keep lines that are left out there");
    add("on-conflict", text(options_.on_conflict, "keep|replace|fail")->default_value(options_.on_conflict),
        "caches: what to do with ids that are there");
    add("as", text(options_.as, "json|bytes|custom")->default_value(options_.as),
        "caches: the form of values, that of the service's Cache<T>");
    add("value-version", compiler::number_option(options_.value_version, "value-version"),
        "caches: the service's kCacheVersion<T>");
    add("patience", text(options_.patience, "DURATION")->default_value(options_.patience),
        "how long Redis may be away before the import ends");
    add("schema", text(options_.schema.schema, "FILE")->default_value(options_.schema.schema),
        "the shared schema");
    add("json", po::bool_switch(&options_.json), "print the report as one JSON object");
  }

  int run(const compiler::Invocation& invocation) override {
    options_.service = invocation.operands.at(0);
    options_.kind = invocation.operands.at(1);
    options_.name = invocation.operands.at(2);
    options_.check();
    const auto loaded = compiler::load_one_service(options_.schema, options_.service);
    if (loaded.status != 0) return loaded.status;
    const doctor::ServiceTables tables(loaded.service());
    const unsigned at = options_.is_cache()
                            ? doctor::find_declared(tables.schema().caches, options_.name, "cache")
                            : doctor::find_declared(tables.schema().queues, options_.name, "queue");
    const Input input(options_);
    if (input.descriptor() < 0) {
      print_error("redisconf import: " + options_.from + ": " + input.error() + '\n');
      return compiler::kExitNoInput;
    }
    return import_into(tables.schema(), at, input.descriptor());
  }

 private:
  int import_into(const generated::Schema& schema, unsigned at, int input) {
    try {
      const ImportConfig config(schema, Inputs::process());
      Client client = connect(config);
      Session::Resource resource;
      if (options_.is_cache()) {
        resource.cache = &config.cache(at);
      } else {
        resource.queue = &config.queue(at);
      }
      return Session(options_, client, resource, input).run();
    } catch (const ConfigurationError& error) {
      print_error(std::string(error.what()) + '\n');
      return kExitBadConfiguration;
    } catch (const RedisError& error) {
      return failed(error, kExitUnavailable);
    } catch (const Stopped& error) {
      return failed(error, compiler::kExitFailed);
    } catch (const StartRefused& error) {
      return failed(error, compiler::kExitCannotCreate);
    } catch (const CheckpointError& error) {
      return failed(error, compiler::kExitCannotCreate);
    } catch (const RejectsError& error) {
      return failed(error, compiler::kExitCannotCreate);
    } catch (const std::system_error& error) {
      return failed(error, compiler::kExitCannotWrite);
    }
  }

  ImportOptions options_;
};

}  // namespace

compiler::CommandInfo import_command() {
  return {
      .name = "import",
      .operands = "SERVICE cache|queue NAME",
      .min_operands = 3,
      .max_operands = 3,
      .summary = "put JSON lines into a cache or a queue",
      .help =
          "Loads the service's configuration as the service itself does, and puts one entry or job a\n"
          "line into the cache or queue that its schema declares:\n"
          "  cache   {\"id\":\"42\", \"value\":ANY}     or \"text\":STRING, \"bytes\":BASE64 in place of "
          "value;\n"
          "          \"ttl\":\"10m\" or \"expires_at\":\"2026-01-31T12:00:00Z\"\n"
          "  queue   {\"payload\":ANY}             or \"bytes\":BASE64; \"priority\":0, \"unique\":STRING,\n"
          "          \"delay\" or \"due_at\", \"ttl\" or \"expires_at\"\n"
          "What was interrupted, whoever was killed, goes on with --resume: no job is put in twice,\n"
          "and no entry that the service changed meanwhile is set back.\n",
      .exit_status =
          "0 all lines are in, 1 some are not (--max-errors, --on-conflict fail),\n"
          "64 wrong usage, 65 bad schema or too many wrong lines, 66 no such file, 69 Redis can't be\n"
          "reached or refuses us, 73 an earlier import is in the way, or a file can't be written,\n"
          "74 the input can't be read, 78 bad configuration, 130 interrupted.",
      .make = compiler::make_command<ImportCommand>};
}

}  // namespace redisconf::import_tool
