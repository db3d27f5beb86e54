// What the canary tests share. Each puts 50 random secrets into one kind of place, rightly and
// wrongly, and lets all that comes out go through the checker.
#pragma once

#include "config/support.h"

#include <redisconf/config/secret_provider.h>
#include <redisconf/testing/canary.h>

#include <functional>
#include <string>
#include <vector>

namespace redisconf::test {

// The 50 secrets, the same in every run.
[[nodiscard]] const testing::Canary& canary();

// Calls with each of them, and with what a failure may name.
void each_secret(const std::function<void(const std::string& secret)>& check);

// What load() says when it refuses, in every way to ask the exception; empty when it loads.
[[nodiscard]] std::string all_errors(TestSchema& schema, const Inputs& inputs);

// Everything that a configuration says about itself, or all_errors().
[[nodiscard]] std::string all_output(TestSchema& schema, const Inputs& inputs);

// Fails the test when the text shows one of them, in any form. Never prints the text.
void require_silence(const std::string& text);

// Production whose password is to come from somewhere else.
[[nodiscard]] Inputs inputs_without_password();

// A secret as it is, and broken in ways that tempt a message to quote it.
[[nodiscard]] std::vector<std::string> disguises(const std::string& secret);

// The ways in which a tool, a library or a server may write what it was given.
[[nodiscard]] std::vector<std::string> spellings(const std::string& secret);

[[nodiscard]] std::string percent_encoded(std::string_view bytes);
[[nodiscard]] std::string json_quoted(std::string_view bytes);

}  // namespace redisconf::test
