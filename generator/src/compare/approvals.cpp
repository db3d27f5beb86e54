#include "compare/approvals.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <unordered_set>
#include <utility>

#include "schema/file_loader.h"
#include "yaml/reader.h"

namespace redisconf::compiler::compare {
namespace {

constexpr std::array<std::string_view, 2> kTopKeys{"redisconf", "approvals"};
constexpr std::array<std::string_view, 4> kKeys{"change", "by", "because", "expires"};
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kDateForm = "2026-02-28";

bool is_hash(std::string_view text) {
  return text.size() == kHashDigits &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// Digits alone, as many as there are.
std::optional<int> number_of(std::string_view text) noexcept {
  int number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || text.front() == '-') return {};
  return number;
}

class ApprovalsReader {
 public:
  ApprovalsReader(const ReadContext& context, Date today) : context_(context), today_(today) {}

  std::vector<Approval> read(const Node& root) {
    check_language(context_, root);
    refuse_unknown_keys(context_, root, "", kTopKeys);
    const Member* const list = root.find("approvals");
    if (list == nullptr) {
      context_.diagnostics.add(context_.file, root, "the file has no approvals", {},
                               "add `approvals: []`, or remove the file");
    } else if (!list->value.is_sequence()) {
      context_.diagnostics.add(context_.file, list->value, "approvals must be a list", {},
                               "write each approval as an item: `- change: ...`, or [] for none");
    } else {
      for (const Node& item : list->value.items) read_item(item);
    }
    return std::move(approvals_);
  }

 private:
  void read_item(const Node& item) {
    if (!expect_mapping(context_, item, "approvals")) return;
    refuse_unknown_keys(context_, item, "approvals", kKeys);
    const auto change = read_change(item);
    const auto by = read_text(item, "by", "name who answers for the change");
    const auto because = read_text(item, "because", "say why the change is right");
    const auto expires = read_expiry(item);
    if (!change || !by || !because || !expires) return;
    approvals_.push_back({change->text, std::string(*by), std::string(*because), *expires,
                          place_of(context_, *change, "approvals")});
  }

  // The scalar with that key, which every approval has.
  const Node* find(const Node& item, std::string_view key, std::string_view fix) {
    const Member* const member = item.find(key);
    if (member == nullptr) {
      context_.diagnostics.add(context_.file, item, "an approval without `" + std::string(key) + "`",
                               "an approval has change, by, because and expires", std::string(fix));
      return nullptr;
    }
    const bool good = read_scalar(context_, member->value, join_path("approvals", key)).has_value();
    return good ? &member->value : nullptr;
  }

  std::optional<std::string_view> read_text(const Node& item, std::string_view key, std::string_view fix) {
    const Node* const node = find(item, key, fix);
    if (node == nullptr) return {};
    if (node->text.find_first_not_of(" \t\r\n") != std::string::npos) return node->text;
    context_.diagnostics.add(context_.file, *node, "approvals." + std::string(key) + " has no value", {},
                             std::string(fix));
    return {};
  }

  const Node* read_change(const Node& item) {
    constexpr std::string_view kFix = "copy the 16 hexadecimal digits that `redisconf diff` prints";
    const Node* const node = find(item, "change", kFix);
    if (node == nullptr) return nullptr;
    if (!is_hash(node->text)) {
      context_.diagnostics.add(context_.file, *node, "approvals.change is not the hash of a change", {},
                               std::string(kFix));
      return nullptr;
    }
    if (known_.insert(node->text).second) return node;
    context_.diagnostics.add(context_.file, *node, "this change is approved twice", {},
                             "keep one of the two");
    return nullptr;
  }

  std::optional<Date> read_expiry(const Node& item) {
    const std::string fix = "write a day at most " + std::to_string(kLongestApproval.count()) +
                            " days from now: " + date_text(days_after(today_, std::chrono::days{30}));
    const Node* const node = find(item, "expires", fix);
    if (node == nullptr) return {};
    const auto date = read_date(node->text);
    if (!date) {
      context_.diagnostics.add(context_.file, *node, "approvals.expires is not a day",
                               "a day is written year-month-day: " + std::string(kDateForm), fix);
    } else if (*date > days_after(today_, kLongestApproval)) {
      context_.diagnostics.add(context_.file, *node, "approvals.expires is too far away",
                               "nobody approves a change for ever", fix);
      return {};
    }
    return date;
  }

  const ReadContext& context_;
  Date today_;
  std::vector<Approval> approvals_;
  std::unordered_set<std::string> known_;
};

void refuse_file(const std::string& path, const std::string& error, Diagnostics& diagnostics) {
  Diagnostic diagnostic;
  diagnostic.id = "file";
  diagnostic.path = path;
  diagnostic.message = error.empty() ? "is larger than 256 KiB" : "can't be read: " + error;
  diagnostic.fix = error.empty() ? "remove approvals that have expired"
                                 : "check that it is a file and that this user may read it";
  diagnostic.unreadable = !error.empty();
  diagnostics.add(std::move(diagnostic));
}

}  // namespace

std::optional<Date> read_date(std::string_view text) noexcept {
  if (text.size() != kDateForm.size() || text[4] != '-' || text[7] != '-') return {};
  const auto year = number_of(text.substr(0, 4));
  const auto month = number_of(text.substr(5, 2));
  const auto day = number_of(text.substr(8, 2));
  if (!year || !month || !day) return {};
  const Date date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                  std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return {};
  return date;
}

std::string date_text(Date date) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

Date days_after(Date date, std::chrono::days days) { return Date{std::chrono::sys_days{date} + days}; }

Approvals load_approvals(const std::string& path, Date today, Diagnostics& diagnostics) {
  LoadedFile loaded = load_file(path, kMaxFileBytes);
  if (loaded.missing) return {};
  if (!loaded.error.empty() || loaded.bytes.size() > kMaxFileBytes) {
    refuse_file(path, loaded.error, diagnostics);
    return {};
  }
  if (loaded.bytes.starts_with(kByteOrderMark)) loaded.bytes.erase(0, kByteOrderMark.size());
  Approvals approvals;
  approvals.file = std::make_unique<SourceFile>(path, path, std::move(loaded.bytes));
  if (const auto root = read_yaml(*approvals.file, diagnostics)) {
    const ReadContext context{*approvals.file, diagnostics};
    approvals.list = ApprovalsReader(context, today).read(*root);
  }
  return approvals;
}

}  // namespace redisconf::compiler::compare
