#include "sentry_transport.h"

#include <curl/curl.h>

#include <cctype>
#include <string_view>

namespace redisconf {
namespace {

constexpr long kConnectTimeout = 2000;  // ms
constexpr long kTimeout = 5000;

struct FreeEasy {
  void operator()(CURL* handle) const noexcept { ::curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const noexcept { ::curl_slist_free_all(list); }
};

bool same_word(std::string_view one, std::string_view other) {
  if (one.size() != other.size()) return false;
  for (std::size_t index = 0; index < one.size(); ++index) {
    if (std::tolower(static_cast<unsigned char>(one[index])) != other[index]) return false;
  }
  return true;
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::size_t keep_header(char* bytes, std::size_t size, std::size_t count, void* answer) noexcept try {
  const std::string_view line(bytes, size * count);
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return line.size();
  auto& kept = *static_cast<SentryAnswer*>(answer);
  if (same_word(line.substr(0, colon), "retry-after")) kept.retry_after = trimmed(line.substr(colon + 1));
  if (same_word(line.substr(0, colon), "x-sentry-rate-limits"))
    kept.rate_limits = trimmed(line.substr(colon + 1));
  return line.size();
} catch (...) {  // no memory: ends the transfer
  return 0;
}

std::size_t drop_body(char* /*bytes*/, std::size_t size, std::size_t count, void* /*nothing*/) noexcept {
  return size * count;
}

int is_given_up(void* give_up, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
  return static_cast<const std::atomic<bool>*>(give_up)->load() ? 1 : 0;
}

class CurlTransport final : public SentryTransport {
 public:
  explicit CurlTransport(std::string ca_file) : ca_file_(std::move(ca_file)), handle_(::curl_easy_init()) {}

  [[nodiscard]] SentryAnswer post(const SentryDsn& dsn, const std::string& envelope,
                                  const std::atomic<bool>& give_up) override {
    SentryAnswer answer;
    CURL* const curl = handle_.get();
    if (curl == nullptr) return answer;
    ::curl_easy_reset(curl);  // keeps the connection
    const std::string auth =
        "X-Sentry-Auth: Sentry sentry_version=7, sentry_client=redisconf/" REDISCONF_VERSION ", sentry_key=" +
        dsn.key;
    std::unique_ptr<curl_slist, FreeList> headers(
        ::curl_slist_append(nullptr, "Content-Type: application/x-sentry-envelope"));
    if (!headers || ::curl_slist_append(headers.get(), auth.c_str()) == nullptr) return answer;
    set_request(curl, dsn, envelope, headers.get());
    set_limits(curl, give_up);
    ::curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, keep_header);
    ::curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer);
    ::curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop_body);
    if (::curl_easy_perform(curl) != CURLE_OK) return {};
    long status = 0;
    ::curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    return answer;
  }

 private:
  void set_request(CURL* curl, const SentryDsn& dsn, const std::string& envelope, curl_slist* headers) const {
    ::curl_easy_setopt(curl, CURLOPT_URL, dsn.url.c_str());
    ::curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    ::curl_easy_setopt(curl, CURLOPT_USERAGENT, "redisconf/" REDISCONF_VERSION);
    ::curl_easy_setopt(curl, CURLOPT_POST, 1L);
    ::curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(envelope.size()));
    ::curl_easy_setopt(curl, CURLOPT_POSTFIELDS, envelope.data());
    ::curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    ::curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    if (!ca_file_.empty()) ::curl_easy_setopt(curl, CURLOPT_CAINFO, ca_file_.c_str());
  }

  static void set_limits(CURL* curl, const std::atomic<bool>& give_up) {
    ::curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    ::curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, kConnectTimeout);
    ::curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, kTimeout);
    ::curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    ::curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, is_given_up);
    ::curl_easy_setopt(curl, CURLOPT_XFERINFODATA, const_cast<std::atomic<bool>*>(&give_up));
  }

  std::string ca_file_;
  std::unique_ptr<CURL, FreeEasy> handle_;
};

}  // namespace

std::unique_ptr<SentryTransport> make_sentry_transport(const std::string& ca_file) {
  return std::make_unique<CurlTransport>(ca_file);
}

bool has_sentry_transport() noexcept { return true; }

}  // namespace redisconf
