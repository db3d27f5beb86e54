#include "report.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <ctime>
#include <utility>

namespace redisconf::doctor {
namespace {

constexpr std::size_t kStatusWidth = 9;
constexpr std::size_t kNameWidth = 15;
constexpr std::size_t kTimeWidth = 11;
constexpr std::size_t kDetailColumn = 2 + kStatusWidth + kNameWidth + kTimeWidth + 2;

std::string padded(std::string_view text, std::size_t width) {
  std::string cell(text);
  cell.resize(std::max(width, cell.size()), ' ');
  return cell;
}

std::string time_cell(const std::optional<std::chrono::microseconds>& took) {
  if (!took) return std::string(kTimeWidth, ' ');
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%8.1f ms", static_cast<double>(took->count()) / 1000.0);
  return text.data();
}

std::string_view colour_of(Status status) {
  switch (status) {
    case Status::ok:
      return "\x1b[32m";
    case Status::warning:
      return "\x1b[33m";
    case Status::failed:
      return "\x1b[31m";
    case Status::skipped:
      break;
  }
  return "\x1b[2m";
}

std::string status_cell(Status status, bool colour) {
  const std::string cell = padded(name_of(status), kStatusWidth);
  return colour ? std::string(colour_of(status)) + cell + "\x1b[0m" : cell;
}

// Further lines of a text stand below its first.
std::string indented(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    result += letter;
    if (letter == '\n') result.append(kDetailColumn, ' ');
  }
  return result;
}

// Stands above the checks of each server.
std::string heading(const Check& check) {
  return '\n' + check.part + (check.node.empty() ? "" : ' ' + check.node) + '\n';
}

std::string verdict(const Report& report) {
  if (report.has(Status::failed)) return "Redis can't be used with this configuration.\n";
  const auto warnings = std::ranges::count(report.checks, Status::warning, &Check::status);
  if (warnings == 0) return "All is well.\n";
  return "Redis answers; " + std::to_string(warnings) + (warnings == 1 ? " warning.\n" : " warnings.\n");
}

}  // namespace

std::string_view name_of(Status status) noexcept {
  constexpr std::array<std::string_view, 4> kNames{"ok", "warning", "failed", "skipped"};
  return kNames.at(static_cast<std::size_t>(status));
}

bool Report::has(Status status) const noexcept {
  return std::ranges::find(checks, status, &Check::status) != checks.end();
}

void Report::add(Report of_part, const std::string& part, const std::string& node) {
  for (Check& check : of_part.checks) {
    check.part = part;
    check.node = node;
    checks.push_back(std::move(check));
  }
}

void Report::demote() noexcept {
  for (Check& check : checks) {
    if (check.status == Status::failed) check.status = Status::warning;
  }
}

std::string text_of(const Report& report, bool colour) {
  std::string text = report.summary + "\n\n";
  const Check none;
  const Check* before = &none;
  for (const Check& check : report.checks) {
    if (check.part != before->part || check.node != before->node) text += heading(check);
    before = &check;
    text += "  " + status_cell(check.status, colour) + padded(check.name, kNameWidth) + time_cell(check.took);
    text += "  " + indented(check.detail) + '\n';
    if (!check.fix.empty()) text += std::string(kDetailColumn, ' ') + "fix: " + indented(check.fix) + '\n';
  }
  return text + '\n' + verdict(report);
}

std::string date_text(std::chrono::system_clock::time_point time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  std::array<char, 40> text{};
  if (::gmtime_r(&seconds, &parts) == nullptr) return "?";
  static_cast<void>(std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M UTC", &parts));
  return text.data();
}

}  // namespace redisconf::doctor
