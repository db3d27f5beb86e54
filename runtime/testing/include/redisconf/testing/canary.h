// Finds out whether a text shows a secret. Random secrets are put wherever an operator might put
// one, and everything that the program says goes through leaks():
//
//   redisconf::testing::Canary canary;
//   Inputs inputs = inputs_for("production");
//   inputs.set("REDIS_PASSWORD", canary.secret(1));
//   ...
//   CHECK(canary.report(text) == "");
//
// A secret counts as shown when 8 bytes of it in a row stand in the text, in any of these forms and
// mixtures of them: as they are, in another case, percent-encoded (any characters of them, RFC 3986),
// escaped as in JSON or C, in base64 (RFC 4648, standard and URL alphabet, any alignment, wrapped
// lines too) or in hex.
//
// Ownership:     owns its secrets. They are of no worth, so nothing wipes them.
// Thread-safety: const members may run concurrently; others need outside locking.
// Errors:        std::invalid_argument for a secret of less than 8 bytes, std::out_of_range for a
//                number that no secret has.
#pragma once

#include <redisconf/config/export.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace redisconf {
namespace testing REDISCONF_PUBLIC {

enum class LeakForm : std::uint8_t { plain, percent_encoded, escaped, base64, hex };

// Where a secret stands; never the secret itself.
struct Leak {
  std::size_t secret = 0;  // its number, from 1
  LeakForm form = LeakForm::plain;
  std::size_t at = 0;  // byte of the text, from 0

  friend bool operator==(const Leak&, const Leak&) = default;
};

class Canary {
 public:
  static constexpr std::size_t kShortest = 8;  // bytes in a row that give a secret away

  // So many random secrets of 16 to 128 characters over different alphabets, with the characters
  // that providers' passwords have. The same seed makes the same secrets.
  explicit Canary(std::size_t count = 50, std::uint64_t seed = 1);

  // Watches for one more, as it is; returns its number.
  std::size_t watch(std::string_view secret);

  [[nodiscard]] std::size_t size() const noexcept { return secrets_.size(); }

  // By number, 1 to size().
  [[nodiscard]] const std::string& secret(std::size_t number) const { return secrets_.at(number - 1); }

  // The first place of each secret in each form.
  [[nodiscard]] std::vector<Leak> leaks(std::string_view text) const;

  // The same in words, "secret 7 stands at byte 120, percent-encoded", a line each; empty when the
  // text shows none.
  [[nodiscard]] std::string report(std::string_view text) const;

 private:
  std::vector<std::string> secrets_;
  // Every 8 bytes in a row of every secret, in lower case -> numbers of the secrets.
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> runs_;
};

}  // namespace redisconf
}  // namespace redisconf
