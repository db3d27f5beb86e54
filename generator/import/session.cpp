#include "session.h"

#include <redisconf/client/errors.h>
#include <redisconf/config/describe.h>
#include <redisconf/queue/queue.h>

#include "cache_target.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "queue_target.h"
#include "report.h"
#include "text/sha256.h"

namespace redisconf::import_tool {
namespace {

constexpr std::size_t kLongestLine = 16UL << 20U;
constexpr std::size_t kNamedBy = 4096;  // bytes of the first line
constexpr int kExitOfSignals = 128;

std::string name_of_target(const ImportOptions& options, const ServiceConfig& config) {
  return "the " + options.kind + ' ' + options.name + " of " + options.service + " in " +
         std::string(config.environment());
}

}  // namespace

Session::Session(const ImportOptions& options, Client& client, Resource resource, int input)
    : options_(options),
      client_(client),
      resource_(resource),
      target_name_(name_of_target(options, client.config())),
      checkpoint_(options.dry_run ? std::string() : options.checkpoint_path()),
      reader_(input, kLongestLine, interruption_.descriptor()) {}

std::unique_ptr<Target> Session::make_target(const std::optional<Checkpoint>& file) {
  if (resource_.cache != nullptr) {
    const bool goes_on = options_.resume && file && !file->complete;
    return std::make_unique<CacheTarget>(client_, *resource_.cache, options_.value_form(),
                                         options_.conflict_policy(), goes_on ? file->stamp : std::string());
  }
  const std::string warning = queue::Queue(client_, *resource_.queue).check_server();
  if (!warning.empty()) compiler::print_error("warning: " + warning + '\n');
  // Whoever imports the same input finds the same note in Redis, also without the checkpoint.
  constexpr std::size_t kDigits = 24;
  const std::string name = compiler::sha256_hex(reader_.peek_line(kNamedBy)).substr(0, kDigits);
  return std::make_unique<QueueTarget>(client_, *resource_.queue, "import-" + name);
}

Start Session::find_start(const std::optional<Checkpoint>& file) {
  if (options_.dry_run) return {};
  if (options_.restart) {
    target_->forget_note();
    return {};
  }
  return start_of({.resume = options_.resume,
                   .target = target_name_,
                   .file = file,
                   .note = target_->note(),
                   .keeps_note = target_->keeps_note(),
                   .size = reader_.size(),
                   .head_at = [this](std::uint64_t offset) { return reader_.peek_hash(offset); }});
}

int Session::run() {
  const auto file = options_.restart ? std::nullopt : checkpoint_.load();
  target_ = make_target(file);
  const Start start = find_start(file);
  if (start.done) {
    compiler::print_error("nothing is left to do: this input was imported before\n");
    print_report(start.position, "complete", {.begun_line = start.position.tally[Count::lines]});
    return compiler::kExitOk;
  }
  return import_from(start);
}

int Session::import_from(const Start& start) {
  if (start.goes_on) {
    if (!reader_.skip_to(start.position.offset, start.position.tally[Count::lines])) {
      throw StartRefused("the input ends before the place where the import was");
    }
    compiler::print_error("going on after line " + std::to_string(start.position.tally[Count::lines]) + '\n');
  }
  Rejects rejects(options_.rejects, start.position.rejects);
  if (!options_.dry_run) save(start.position, false);
  Progress progress(start.position, reader_.size());
  Importer importer(
      {.reader = reader_,
       .target = *target_,
       .rejects = rejects,
       .progress = progress,
       .save = [this](const Position& position) { save(position, false); },
       .interruption = [this] { return interruption_.signal(); }},
      {.dry_run = options_.dry_run, .max_errors = options_.max_errors, .patience = options_.patience_time()},
      start.position);
  try {
    const Ending ending = importer.run();
    return finish(ending, importer.position(), progress);
  } catch (const std::exception&) {
    progress.clear();
    save_if_possible(importer.position());
    print_report(importer.position(), "failed", progress.pace());
    tell_how_to_go_on(importer.position());
    throw;
  }
}

int Session::finish(Ending ending, const Position& position, Progress& progress) {
  progress.clear();
  const bool complete = ending == Ending::complete;
  if (!options_.dry_run) save(position, complete);
  if (!options_.dry_run && complete) target_->forget_note();
  if (complete) {
    print_report(position, "complete", progress.pace());
    return position.tally[Count::rejected] == 0 ? compiler::kExitOk : compiler::kExitFailed;
  }
  const bool interrupted = ending == Ending::interrupted;
  print_report(position, interrupted ? "interrupted" : "too_many_errors", progress.pace());
  if (!interrupted) {
    compiler::print_error(
        "that line is one bad line too many: mend it, or let more pass with --max-errors\n");
  }
  tell_how_to_go_on(position);
  return interrupted ? kExitOfSignals + interruption_.signal() : compiler::kExitBadSchema;
}

void Session::save(const Position& position, bool complete) const {
  checkpoint_.save({target_name_, position, target_->stamp(), complete});
}

// What made the import fail is told, not this.
void Session::save_if_possible(const Position& position) const {
  try {
    if (!options_.dry_run) save(position, false);
  } catch (const CheckpointError&) {
    return;
  }
}

void Session::print_report(const Position& position, const std::string& ending, const Pace& pace) const {
  const Report report{.target = target_name_,
                      .endpoint = endpoint(client_.config()),
                      .input = options_.reads_standard_input() ? "standard input" : options_.from,
                      .rejects = options_.rejects,
                      .ending = ending,
                      .dry_run = options_.dry_run,
                      .position = position,
                      .run_lines = position.tally[Count::lines] - pace.begun_line,
                      .elapsed = pace.elapsed};
  compiler::print(options_.json ? json_of(report) : text_of(report));
}

void Session::tell_how_to_go_on(const Position& position) const {
  if (options_.dry_run) return;
  if (checkpoint_.path().empty() && !target_->keeps_note()) {
    compiler::print_error("standard input has no checkpoint, unless --checkpoint names one: begin anew\n");
    return;
  }
  compiler::print_error("done up to line " + std::to_string(position.tally[Count::lines]) +
                        "; it goes on there with\n  " + options_.resuming_command() + '\n');
}

}  // namespace redisconf::import_tool
