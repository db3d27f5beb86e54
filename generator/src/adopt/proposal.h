// What a first schema would say, from what a scan found: values that all places agree on, and those
// that somebody has to decide.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "adopt/service_folders.h"
#include "scan/finding.h"

namespace redisconf::compiler {

// Another value of the same setting. No text is a secret.
struct Alternative {
  std::string text;
  std::vector<std::string> places;  // "api/cache.py:3:5"
  std::string refusal;              // why the schema does not take it; empty: it does
};

struct ProposedValue {
  std::string_view setting;         // of the catalogue
  std::string text;                 // as the schema writes it; empty: there are only alternatives
  std::vector<std::string> places;  // of that text
  std::vector<Alternative> others;  // most frequent first; not empty: undecided
};

struct ProposedService {
  std::string name;
  std::vector<ProposedValue> settings;  // where it differs from the defaults
};

struct Proposal {
  std::vector<ProposedValue> defaults;       // in the order of the catalogue
  std::string host_variable = "REDIS_HOST";  // of strict environments
  std::string port_variable = "REDIS_PORT";
  std::vector<ProposedValue> notes;       // about the server, TLS and secrets: nothing is taken over
  std::vector<ProposedService> services;  // by name

  // Values that are taken over, and those that wait for a decision.
  [[nodiscard]] std::size_t adopted() const;
  [[nodiscard]] std::size_t undecided() const;
};

[[nodiscard]] Proposal propose(const scan::Inventory& inventory, const ServiceFolders& folders);

}  // namespace redisconf::compiler
