// Numbers, booleans, choices, durations and sizes: what is accepted, and why the rest is not.
#include <redisconf/config/value.h>

#include "support/catch.h"

#include <limits>

using redisconf::accepted_values;
using redisconf::format_value;
using redisconf::parse_value;
using redisconf::SettingInfo;
using redisconf::SettingType;
using redisconf::ValueFault;

namespace {

constexpr SettingInfo kPort{.type = SettingType::integer, .minimum = 1, .maximum = 65535};
constexpr SettingInfo kSigned{.type = SettingType::integer, .minimum = -20, .maximum = 20};
constexpr SettingInfo kWide{.type = SettingType::integer,
                            .minimum = std::numeric_limits<std::int64_t>::min(),
                            .maximum = std::numeric_limits<std::int64_t>::max()};
constexpr SettingInfo kFlag{.type = SettingType::boolean};
constexpr SettingInfo kVerify{.type = SettingType::choice, .choices = "full|ca|none"};
constexpr SettingInfo kWait{.type = SettingType::duration, .minimum = 10, .maximum = 600'000};
constexpr SettingInfo kLong{.type = SettingType::duration,
                            .maximum = std::numeric_limits<std::int64_t>::max()};
constexpr SettingInfo kSpool{.type = SettingType::size, .minimum = 1, .maximum = std::int64_t{1} << 40};

struct Refused {
  const char* text;
  ValueFault fault;
};

void check_refused(const SettingInfo& setting, std::initializer_list<Refused> cases) {
  for (const Refused& refused : cases) {
    CAPTURE(refused.text);
    CHECK(parse_value(setting, refused.text).fault == refused.fault);
  }
}

std::int64_t accepted(const SettingInfo& setting, std::string_view text) {
  const auto parsed = parse_value(setting, text);
  CAPTURE(text);
  CHECK(parsed.fault == ValueFault::none);
  return parsed.number;
}

}  // namespace

TEST_CASE("integers are decimal and inside their bounds", "[value]") {
  CHECK(accepted(kPort, "1") == 1);
  CHECK(accepted(kPort, "6379") == 6379);
  CHECK(accepted(kPort, "65535") == 65535);
  CHECK(accepted(kSigned, "-20") == -20);
  CHECK(accepted(kSigned, "0") == 0);
  CHECK(accepted(kWide, "9223372036854775807") == std::numeric_limits<std::int64_t>::max());
  CHECK(accepted(kWide, "-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
}

TEST_CASE("texts that are no such integer name their fault", "[value]") {
  check_refused(kPort, {{"", ValueFault::empty},
                        {"0", ValueFault::out_of_range},
                        {"65536", ValueFault::out_of_range},
                        {"-1", ValueFault::out_of_range},
                        {"99999999999999999999", ValueFault::out_of_range},
                        {"017", ValueFault::leading_zero},
                        {"-017", ValueFault::leading_zero},
                        {"00", ValueFault::leading_zero},
                        {"0x10", ValueFault::wrong_form},
                        {"0.5", ValueFault::wrong_form},
                        {"6379 ", ValueFault::wrong_form},
                        {" 6379", ValueFault::wrong_form},
                        {"+6379", ValueFault::wrong_form},
                        {"6.379", ValueFault::wrong_form},
                        {"6e3", ValueFault::wrong_form},
                        {"6_379", ValueFault::wrong_form},
                        {"-", ValueFault::wrong_form},
                        {"--1", ValueFault::wrong_form},
                        {"6379\n", ValueFault::wrong_form},
                        {"port", ValueFault::wrong_form},
                        {"\xD9\xA3", ValueFault::wrong_form}});  // ARABIC-INDIC DIGIT THREE
}

TEST_CASE("booleans are true or false and nothing like it", "[value]") {
  CHECK(accepted(kFlag, "true") == 1);
  CHECK(accepted(kFlag, "false") == 0);
  check_refused(kFlag, {{"", ValueFault::empty},
                        {"TRUE", ValueFault::wrong_form},
                        {"yes", ValueFault::wrong_form},
                        {"on", ValueFault::wrong_form},
                        {"1", ValueFault::wrong_form},
                        {"true ", ValueFault::wrong_form}});
}

TEST_CASE("choices are taken by name, in the order of their declaration", "[value]") {
  CHECK(accepted(kVerify, "full") == 0);
  CHECK(accepted(kVerify, "ca") == 1);
  CHECK(accepted(kVerify, "none") == 2);
  check_refused(kVerify, {{"", ValueFault::empty},
                          {"Full", ValueFault::wrong_form},
                          {"ful", ValueFault::wrong_form},
                          {"full|ca", ValueFault::wrong_form},
                          {"|", ValueFault::wrong_form},
                          {"0", ValueFault::wrong_form}});
}

TEST_CASE("the n-th choice is empty past the last", "[value]") {
  CHECK(redisconf::choice_at("full|ca|none", 0) == "full");
  CHECK(redisconf::choice_at("full|ca|none", 2) == "none");
  CHECK(redisconf::choice_at("full|ca|none", 3).empty());
  CHECK(redisconf::choice_at("only", 1).empty());
  CHECK(redisconf::choice_at("", 0).empty());
}

TEST_CASE("durations carry their unit", "[value]") {
  CHECK(accepted(kWait, "10ms") == 10);
  CHECK(accepted(kWait, "250ms") == 250);
  CHECK(accepted(kWait, "3s") == 3000);
  CHECK(accepted(kWait, "10m") == 600'000);
  CHECK(accepted(kLong, "2h") == 7'200'000);
  CHECK(accepted(kLong, "7d") == 604'800'000);
  CHECK(accepted(kLong, "0ms") == 0);
  check_refused(kWait, {{"", ValueFault::empty},
                        {"250", ValueFault::missing_unit},
                        {"0", ValueFault::missing_unit},
                        {"9ms", ValueFault::out_of_range},
                        {"11m", ValueFault::out_of_range},
                        {"99999999999999999999s", ValueFault::out_of_range},
                        {"9223372036854775807d", ValueFault::out_of_range},
                        {"03s", ValueFault::leading_zero},
                        {"3 s", ValueFault::wrong_form},
                        {"3S", ValueFault::wrong_form},
                        {"3sec", ValueFault::wrong_form},
                        {"3us", ValueFault::wrong_form},
                        {"1.5s", ValueFault::wrong_form},
                        {"-3s", ValueFault::wrong_form},
                        {"1m30s", ValueFault::wrong_form},
                        {"none", ValueFault::wrong_form},
                        {"s", ValueFault::wrong_form}});
}

TEST_CASE("sizes carry their unit, in powers of 1024", "[value]") {
  CHECK(accepted(kSpool, "1B") == 1);
  CHECK(accepted(kSpool, "64KiB") == 65'536);
  CHECK(accepted(kSpool, "16MiB") == 16'777'216);
  CHECK(accepted(kSpool, "2GiB") == 2'147'483'648);
  check_refused(kSpool, {{"", ValueFault::empty},
                         {"64", ValueFault::missing_unit},
                         {"0B", ValueFault::out_of_range},
                         {"1025GiB", ValueFault::out_of_range},
                         {"9223372036854775807GiB", ValueFault::out_of_range},
                         {"64KB", ValueFault::wrong_form},
                         {"64k", ValueFault::wrong_form},
                         {"64kib", ValueFault::wrong_form},
                         {"64 KiB", ValueFault::wrong_form},
                         {"KiB", ValueFault::wrong_form}});
}

TEST_CASE("durations and sizes are written with the largest unit that divides them", "[value]") {
  CHECK(redisconf::format_duration(0) == "0ms");
  CHECK(redisconf::format_duration(250) == "250ms");
  CHECK(redisconf::format_duration(1500) == "1500ms");
  CHECK(redisconf::format_duration(60'000) == "1m");
  CHECK(redisconf::format_duration(90'000) == "90s");
  CHECK(redisconf::format_duration(86'400'000) == "1d");
  CHECK(redisconf::format_size(0) == "0B");
  CHECK(redisconf::format_size(100) == "100B");
  CHECK(redisconf::format_size(65'536) == "64KiB");
  CHECK(redisconf::format_size(65'537) == "65537B");
  CHECK(redisconf::format_size(std::int64_t{3} << 30) == "3GiB");
}

TEST_CASE("what is written is read back as the same value", "[value]") {
  for (std::int64_t number = 1; number < 4'000'000'000'000; number = number * 7 + 1) {
    CAPTURE(number);
    CHECK(accepted(kLong, format_value(kLong, number, "")) == number);
    CHECK(accepted(kWide, format_value(kWide, -number, "")) == -number);
  }
  for (std::int64_t number = 1; number < kSpool.maximum; number = number * 8) {
    CHECK(accepted(kSpool, format_value(kSpool, number, "")) == number);
  }
  for (std::int64_t number = 0; number < 3; ++number) {
    CHECK(accepted(kVerify, format_value(kVerify, number, "")) == number);
  }
  CHECK(format_value(kFlag, 1, "") == "true");
  CHECK(format_value(kFlag, 0, "") == "false");
}

TEST_CASE("what a setting accepts is said in words", "[value]") {
  CHECK(accepted_values(kPort) == "a whole number from 1 to 65535");
  CHECK(accepted_values(kFlag) == "true or false");
  CHECK(accepted_values(kVerify) == "full, ca or none");
  CHECK(accepted_values(kWait) == "a duration from 10ms to 10m");
  CHECK(accepted_values({.type = SettingType::size, .minimum = 1, .maximum = 1 << 20}) ==
        "a size from 1B to 1MiB");
  CHECK(accepted_values({.type = SettingType::choice, .choices = "allow|refuse"}) == "allow or refuse");
  CHECK(accepted_values({.type = SettingType::host}) == "a host name or an IP address");
}

TEST_CASE("each fault has words of its own", "[value]") {
  std::vector<std::string_view> words;
  for (auto fault = 0; fault <= static_cast<int>(ValueFault::too_long); ++fault) {
    const std::string_view summary = redisconf::fault_summary(static_cast<ValueFault>(fault));
    CHECK_FALSE(summary.empty());
    for (const std::string_view earlier : words) CHECK(earlier != summary);
    words.push_back(summary);
  }
}

TEST_CASE("a secret is described, and never written", "[value]") {
  const redisconf::SettingInfo secret{.type = redisconf::SettingType::secret};
  CHECK(redisconf::accepted_values(secret) == "a secret");
  CHECK(redisconf::format_value(secret, 0, "hunter2") == "***");
}
