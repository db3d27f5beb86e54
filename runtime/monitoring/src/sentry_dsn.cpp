#include "sentry_dsn.h"

#include <algorithm>
#include <charconv>

namespace redisconf {
namespace {

constexpr int kTooManyRequests = 429;
constexpr std::chrono::seconds kStandardPause{60};
constexpr std::chrono::seconds kLongestPause{24 * 3600};

// The text up to the character, which goes too; all of it when there is none.
std::string_view take(std::string_view& text, char end) {
  const auto at = std::min(text.find(end), text.size());
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return part;
}

std::optional<std::chrono::seconds> seconds_of(std::string_view text) {
  long long count = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), count);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || count < 0)
    return std::nullopt;
  return std::min(std::chrono::seconds(count), kLongestPause);
}

// "60:error;transaction:organization": no category means all of them.
bool holds_for_errors(std::string_view categories) {
  if (categories.empty()) return true;
  while (!categories.empty()) {
    if (take(categories, ';') == "error") return true;
  }
  return false;
}

bool is_plain(std::string_view text, std::string_view more) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [more](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           more.find(c) != std::string_view::npos;
  });
}

}  // namespace

std::optional<SentryDsn> parse_sentry_dsn(std::string_view text) {
  const auto scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos) return std::nullopt;
  const std::string_view scheme = text.substr(0, scheme_end);
  text.remove_prefix(scheme_end + 3);
  const auto at = text.find('@');
  if ((scheme != "https" && scheme != "http") || at == std::string_view::npos) return std::nullopt;
  std::string_view keys = text.substr(0, at);
  const std::string_view key = take(keys, ':');
  text.remove_prefix(at + 1);
  const auto path_begin = text.find('/');
  const auto project_begin = text.rfind('/');
  if (path_begin == std::string_view::npos) return std::nullopt;
  const std::string_view host = text.substr(0, path_begin);
  const std::string_view path = text.substr(path_begin, project_begin - path_begin);
  const std::string_view project = text.substr(project_begin + 1);
  if (!is_plain(key, "-_") || !is_plain(host, ".-:[]_") || !is_plain(project, "-_") ||
      (!path.empty() && !is_plain(path, "/-._")))
    return std::nullopt;
  std::string url(scheme);
  url.append("://").append(host).append(path).append("/api/").append(project).append("/envelope/");
  return SentryDsn{std::move(url), std::string(key)};
}

std::chrono::seconds pause_after(const SentryAnswer& answer) {
  std::chrono::seconds longest{0};
  std::string_view limits = answer.rate_limits;
  while (!limits.empty()) {
    std::string_view limit = take(limits, ',');
    limit.remove_prefix(std::min(limit.find_first_not_of(' '), limit.size()));
    const auto time = seconds_of(take(limit, ':'));
    if (time && holds_for_errors(take(limit, ':'))) longest = std::max(longest, *time);
  }
  if (!answer.rate_limits.empty() && answer.status != kTooManyRequests) return longest;
  if (!answer.rate_limits.empty() && longest.count() > 0) return longest;
  if (const auto time = seconds_of(answer.retry_after)) return *time;
  return answer.status == kTooManyRequests ? kStandardPause : std::chrono::seconds(0);
}

}  // namespace redisconf
