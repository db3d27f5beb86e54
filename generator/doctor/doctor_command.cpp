#include "doctor_command.h"

#include <redisconf/config/describe.h>
#include <redisconf/config/errors.h>
#include <redisconf/config/settings.h>

#include <boost/program_options.hpp>
#include <chrono>
#include <optional>
#include <string>

#include "cluster_examination.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "commands/schema_options.h"
#include "commands/service_question.h"
#include "report.h"
#include "sentinel_examination.h"
#include "server_checks.h"
#include "service_tables.h"
#include "visit.h"

namespace redisconf::doctor {
namespace {

using Steady = std::chrono::steady_clock;

std::chrono::microseconds since(Steady::time_point start) {
  return std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - start);
}

void add_problems(Report& report, const ConfigurationError& error) {
  for (const Problem& problem : error.problems()) {
    std::string detail = problem.where + ' ' + problem.rule;
    if (!problem.entry.empty()) detail += "\nschema: " + problem.entry;
    report.checks.push_back({"configuration", Status::failed, std::nullopt, detail, problem.fix});
  }
}

std::string servers_from(const ServiceConfig& config) {
  if (!config.sentinel().nodes.empty())
    return "Sentinels from " + std::string(config.origin("sentinel.nodes"));
  const std::string what = config.cluster().enabled ? "seed of the cluster from " : "host from ";
  return what + std::string(config.origin("connection.host"));
}

Check configuration_check(const ServiceConfig& config, std::chrono::microseconds took) {
  Check check{"configuration", Status::ok, took, servers_from(config), {}};
  for (const Problem& problem : warnings(config)) {
    check.status = Status::warning;
    check.detail += '\n' + problem.where + ' ' + problem.rule;
    if (check.fix.empty()) check.fix = problem.fix;
  }
  return check;
}

Purpose purpose_of(const generated::Schema& schema) {
  const bool keeps_nothing_else = schema.queues.empty() && schema.channels.empty();
  return {!schema.queues.empty(), keeps_nothing_else && !schema.caches.empty()};
}

void examine_servers(Report& report, const ServiceConfig& config, const Purpose& purpose) {
  if (!config.sentinel().nodes.empty()) return examine_sentinels(report, config, purpose);
  if (config.cluster().enabled) return examine_cluster(report, config, purpose);
  Visit found = visit(config, [&](Report& own, const Ask& ask) { add_server_checks(own, ask, purpose); });
  report.certificate = found.report.certificate;
  report.add(std::move(found.report), {});
}

struct Outcome {
  Report report;
  int status = 0;
};

Outcome examine(const compiler::ResolvedService& service) {
  Outcome outcome;
  outcome.report.service = service.service->name;
  const ServiceTables tables(service);
  const auto start = Steady::now();
  try {
    const LoadedConfig config(tables.schema(), Inputs::process());
    outcome.report.environment = config.environment();
    outcome.report.endpoint = endpoint(config);
    outcome.report.summary = summary(config);
    outcome.report.checks.push_back(configuration_check(config, since(start)));
    examine_servers(outcome.report, config, purpose_of(tables.schema()));
  } catch (const ConfigurationError& error) {
    outcome.report.summary = "the configuration of " + outcome.report.service + " is wrong";
    add_problems(outcome.report, error);
    outcome.status = kExitBadConfiguration;
    return outcome;
  }
  if (outcome.report.has(Status::failed)) outcome.status = kExitUnavailable;
  return outcome;
}

class Doctor : public compiler::Command {
 public:
  void add_options(boost::program_options::options_description_easy_init add) override {
    namespace po = boost::program_options;
    add("schema", po::value(&options_.schema)->value_name("FILE")->default_value(options_.schema),
        "the shared schema");
    add("json", po::bool_switch(&json_), "print one JSON object");
    add("fail-on-warning", po::bool_switch(&fail_on_warning_), "exit 1 when there is a warning");
  }

  int run(const compiler::Invocation& invocation) override {
    const auto loaded = compiler::load_one_service(options_, invocation.operands.front());
    if (loaded.status != 0) return loaded.status;
    const Outcome outcome = examine(loaded.service());
    compiler::print(json_ ? json_of(outcome.report) : text_of(outcome.report, compiler::output_has_colour()));
    if (outcome.status != 0) return outcome.status;
    return fail_on_warning_ && outcome.report.has(Status::warning) ? compiler::kExitFailed
                                                                   : compiler::kExitOk;
  }

 private:
  compiler::SchemaOptions options_;
  bool json_ = false;
  bool fail_on_warning_ = false;
};

}  // namespace

compiler::CommandInfo doctor_command() {
  return {.name = "doctor",
          .operands = "SERVICE",
          .min_operands = 1,
          .max_operands = 1,
          .summary = "try the way to Redis as a service would go it",
          .help =
              "Loads the service's configuration from this process's variables, files and secrets, as\n"
              "the service itself does; then goes the way to its server, its Sentinels or the nodes of\n"
              "its cluster stage by stage, and asks them what can go wrong later. Changes nothing, and\n"
              "prints no secret.\n",
          .exit_status =
              "0 well, 1 warnings (--fail-on-warning), 64 wrong usage, 65 bad schema, 66 no such file,\n"
              "69 Redis can't be reached or refuses us, 78 bad configuration.",
          .make = compiler::make_command<Doctor>};
}

}  // namespace redisconf::doctor
