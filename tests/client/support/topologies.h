// What tests of Sentinel and Cluster share.
#pragma once

#include "client/support/expect_error.h"
#include "client/support/outage.h"
#include "client/support/trial_config.h"
#include "support/catch.h"
#include "support/eventually.h"

#include <redisconf/testing/inputs.h>

#include <chrono>
#include <functional>
#include <iostream>
#include <string>
#include <thread>

namespace redisconf::test {

[[nodiscard]] inline Inputs sentinel_inputs(const testing::SentinelSetup& setup) {
  return testing::inputs_for(setup, "development");
}

// The schema of TrialConfig names a host, which Sentinels take the place of.
[[nodiscard]] inline TrialConfig sentinel_config(const Inputs& inputs) { return TrialConfig(inputs); }

// Whether a write goes through. What is said where it does not shows no password.
[[nodiscard]] inline bool writes(Client& client, const std::string& key, const std::string& value) {
  try {
    client.set(key, value);
    return true;
  } catch (const RedisError& error) {
    CHECK_THAT(error.what(), !contains(kSecret));
    return false;
  }
}

[[nodiscard]] inline Inputs cluster_inputs(const testing::ClusterSetup& cluster) {
  return testing::inputs_for(cluster, "development");
}

[[nodiscard]] inline long long in_milliseconds(Deadline::Clock::duration time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
}

}  // namespace redisconf::test
