#include "redisconf/testing/canary.h"

#include "text_forms.h"

#include <algorithm>
#include <array>
#include <random>
#include <stdexcept>

namespace redisconf::testing {
namespace {

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kSpecial = "!&#$^<>-%@:/+=\"'\\`";

std::vector<std::string> alphabets() {
  const std::string words = std::string(kLetters) + std::string(kDigits);
  return {words,                              // Heroku, Railway, Upstash
          words + std::string(kSpecial),      // ElastiCache, Azure, generators of passwords
          "0123456789abcdef",                 // openssl rand -hex
          words + "+/",                       // openssl rand -base64
          words + "-_",                       // tokens
          std::string(kSpecial) + "abcdefg",  // nearly all of it has to be encoded
          words + " ~*()[]{}|;,.?_"};
}

std::string random_secret(std::mt19937_64& random, const std::string& alphabet) {
  constexpr std::size_t kShortestMade = 16;
  constexpr std::size_t kLongestMade = 128;
  const std::size_t size = kShortestMade + random() % (kLongestMade - kShortestMade + 1);
  std::string secret;
  while (secret.size() < size) secret += alphabet[random() % alphabet.size()];
  return secret;
}

const char* words_for(LeakForm form) noexcept {
  switch (form) {
    case LeakForm::plain:
      return "as it is";
    case LeakForm::percent_encoded:
      return "percent-encoded";
    case LeakForm::escaped:
      return "escaped";
    case LeakForm::base64:
      return "in base64";
    case LeakForm::hex:
      return "in hex";
  }
  return "";
}

}  // namespace

Canary::Canary(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);  // its numbers are the same everywhere, unlike those of distributions
  const std::vector<std::string> all = alphabets();
  while (size() < count) watch(random_secret(random, all[size() % all.size()]));
}

std::size_t Canary::watch(std::string_view secret) {
  if (secret.size() < kShortest) throw std::invalid_argument("a secret to watch for has at least 8 bytes");
  secrets_.emplace_back(secret);
  for (std::size_t at = 0; at + kShortest <= secret.size(); ++at) {
    std::vector<std::size_t>& numbers = runs_[run_of(secret.substr(at, kShortest))];
    if (numbers.empty() || numbers.back() != size()) numbers.push_back(size());
  }
  return size();
}

std::vector<Leak> Canary::leaks(std::string_view text) const {
  std::vector<Leak> found;
  each_run(text, [&](std::uint64_t run, LeakForm form, std::size_t at) {
    const auto numbers = runs_.find(run);
    if (numbers == runs_.end()) return;
    for (const std::size_t number : numbers->second) {
      const auto known = std::ranges::find_if(
          found, [&](const Leak& leak) { return leak.secret == number && leak.form == form; });
      if (known == found.end()) found.push_back({number, form, at});
    }
  });
  return found;
}

std::string Canary::report(std::string_view text) const {
  std::string lines;
  for (const Leak& leak : leaks(text)) {
    lines += "secret " + std::to_string(leak.secret) + " stands at byte " + std::to_string(leak.at) + ", " +
             words_for(leak.form) + '\n';
  }
  return lines;
}

}  // namespace redisconf::testing
