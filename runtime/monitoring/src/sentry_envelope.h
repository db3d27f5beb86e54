// An occurrence as an envelope of Sentry with one event.
//
// Source: develop.sentry.dev/sdk/data-model/envelopes and .../event-payloads. An event stays far below the
// 1 MB that Sentry takes: texts are cut at 8 KiB, of fields there are a few.
#pragma once

#include "occurrence.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace redisconf {

struct SentrySubject {
  std::string service;
  std::string environment;
  std::string release;  // may be empty
};

struct SentryEvent {
  std::string id;  // 32 hexadecimal digits, as random_token() makes them
  std::chrono::system_clock::time_point time;
  std::uint64_t left_out = 0;  // events before it that were not sent
};

[[nodiscard]] std::string sentry_envelope(const Occurrence& occurrence, const SentrySubject& subject,
                                          const SentryEvent& event);

}  // namespace redisconf
