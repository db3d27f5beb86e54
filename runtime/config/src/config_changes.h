// What differs between two configurations of one service, and what of it a running process can
// take over.
//
// Thread-safety: may run concurrently. Errors: std::bad_alloc alone.
#pragma once

#include "service_state.h"

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace redisconf {

// Positions are those of FinalValues.
struct ConfigChanges {
  std::vector<std::size_t> live;
  std::vector<std::size_t> held;  // wait for a restart
  bool other_server = false;      // whom we talk to is among what is held
};

// A new server, or the step to TLS, holds back who we are and whom we trust as well: a new password
// must never go to the old server, nor go there unencrypted.
[[nodiscard]] ConfigChanges compare(const ConfigState& old, const ConfigState& fresh);

[[nodiscard]] bool same_value(const ConfigState& a, const ConfigState& b, std::size_t index);

// "connection.host", "custom.max_login_attempts".
[[nodiscard]] std::string_view path_at(const ConfigState& state, std::size_t index) noexcept;

// `fresh` with the values of `old` where they are held. It keeps the rules between settings when both
// do: what a rule of the catalogue stands between is held together, or not at all.
[[nodiscard]] std::unique_ptr<const ConfigState> hold_back(const ConfigState& old, const ConfigState& fresh,
                                                           const std::vector<std::size_t>& held);

}  // namespace redisconf
