#include "diagnostics/diagnostics.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace redisconf::compiler {
namespace {

constexpr std::string_view kNotice = "more";

// Where the node certainly has ended.
std::size_t end_of(const SourceFile& file, const Node& node) {
  if (node.exact) return node.offset + node.length;
  const auto last = file.text().substr(0, node.end).find_last_not_of(" \t\r\n");
  return last == std::string_view::npos ? node.offset : std::max(last + 1, node.offset);
}

}  // namespace

std::string_view severity_name(Severity severity) noexcept {
  return severity == Severity::error ? "error" : "warning";
}

void Diagnostics::add(Diagnostic diagnostic) {
  if (diagnostic.file != nullptr) {
    if (full(*diagnostic.file)) return leave_out(*diagnostic.file);
    diagnostic.path = diagnostic.file->path();
    if (diagnostic.severity == Severity::error) concerned_.insert(diagnostic.file);
    ++counts_[diagnostic.file].kept;
  }
  diagnostics_.push_back(std::move(diagnostic));
}

bool Diagnostics::full(const SourceFile& file) const {
  const auto found = counts_.find(&file);
  return found != counts_.end() && found->second.kept == kMaxInFile;
}

void Diagnostics::leave_out(const SourceFile& file, std::size_t count) {
  FileCount& counted = counts_[&file];
  if (counted.left_out == 0) {
    counted.notice = diagnostics_.size();
    Diagnostic notice;
    notice.id = kNotice;
    notice.path = file.path();
    notice.offset = file.text().size();  // behind all others of the file
    notice.fix = "mend those above first; then run the command again";
    diagnostics_.push_back(std::move(notice));
    concerned_.insert(&file);
  }
  counted.left_out += count;
  diagnostics_[counted.notice].message = "and " + std::to_string(counted.left_out) + " more faults";
}

void Diagnostics::add_at(const SourceFile& file, ByteRange range, std::string message, std::string rule,
                         std::string fix, std::string_view id) {
  Diagnostic diagnostic;
  diagnostic.id = id;
  diagnostic.file = &file;
  diagnostic.offset = range.offset;
  diagnostic.length = range.length;
  diagnostic.message = std::move(message);
  diagnostic.rule = std::move(rule);
  diagnostic.fix = std::move(fix);
  add(std::move(diagnostic));
}

void Diagnostics::add(const SourceFile& file, const Node& node, std::string message, std::string rule,
                      std::string fix, std::string_view id) {
  add_at(file, {node.offset, node.length}, std::move(message), std::move(rule), std::move(fix), id);
}

void Diagnostics::add_in_context(Diagnostic diagnostic, std::string context) {
  std::vector<std::string> contexts;
  contexts.push_back(std::move(context));
  add_in_contexts(std::move(diagnostic), std::move(contexts));
}

void Diagnostics::add_in_contexts(Diagnostic diagnostic, std::vector<std::string> contexts) {
  const std::string path = diagnostic.file != nullptr ? diagnostic.file->path() : diagnostic.path;
  const std::string key = path + '\n' + std::to_string(diagnostic.offset) + '\n' + diagnostic.message;
  if (diagnostic.file != nullptr && full(*diagnostic.file) && !in_context_.contains(key)) {
    return leave_out(*diagnostic.file);
  }
  const auto [known, is_new] = in_context_.try_emplace(key, diagnostics_.size());
  if (is_new) add(std::move(diagnostic));
  std::ranges::move(contexts, std::back_inserter(diagnostics_[known->second].contexts));
}

void Diagnostics::append(Diagnostics other) {
  for (Diagnostic& diagnostic : other.diagnostics_) {
    if (diagnostic.id == kNotice) continue;  // told anew below
    std::vector<std::string> contexts = std::exchange(diagnostic.contexts, {});
    if (contexts.empty()) {
      add(std::move(diagnostic));
    } else {
      add_in_contexts(std::move(diagnostic), std::move(contexts));
    }
  }
  for (const auto& [file, counted] : other.counts_) {
    if (counted.left_out > 0) leave_out(*file, counted.left_out);
  }
  for (auto& [file, veils] : other.veils_) std::ranges::move(veils, std::back_inserter(veils_[file]));
}

void Diagnostics::hide(const SourceFile& file, const Node& node) {
  veils_[&file].push_back({node.offset, end_of(file, node), true});
}

void Diagnostics::mask(const SourceFile& file, const Node& node) {
  if (node.kind != Node::Kind::null) veils_[&file].push_back({node.offset, end_of(file, node), false});
}

void Diagnostics::hide_all(const SourceFile& file) { veils_[&file].push_back({0, file.text().size(), true}); }

bool Diagnostics::has_errors() const noexcept {
  return std::ranges::find(diagnostics_, Severity::error, &Diagnostic::severity) != diagnostics_.end();
}

bool Diagnostics::all_unreadable() const {
  return std::ranges::all_of(diagnostics_, &Diagnostic::unreadable);
}

std::vector<const Diagnostic*> Diagnostics::sorted() const {
  std::vector<const Diagnostic*> order;
  order.reserve(diagnostics_.size());
  for (const Diagnostic& diagnostic : diagnostics_) order.push_back(&diagnostic);
  std::ranges::stable_sort(order, [](const Diagnostic* a, const Diagnostic* b) {
    return std::tie(a->path, a->offset) < std::tie(b->path, b->offset);
  });
  return order;
}

const std::vector<Veil>& Diagnostics::veils(const SourceFile& file) const {
  static const std::vector<Veil> kNone;
  const auto found = veils_.find(&file);
  return found == veils_.end() ? kNone : found->second;
}

}  // namespace redisconf::compiler
