// Lays the layers of a schema over each other: what each setting finally is in each environment
// of a service, and which layer said so.
//
// Weakest first: catalogue, `defaults`, environment (after what it extends), the service's
// `settings`, the service's `environments.<name>`.
//
// Ownership: results point into the schemas, which must outlive them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/model.h"

namespace redisconf::compiler {

struct ResolvedValue {
  std::string_view path;  // "timeouts.connect" or "custom.max_login_attempts"
  const Value* value = nullptr;
  const Place* place = nullptr;  // nullptr: the catalogue's standard
  std::size_t position = 0;      // in the catalogue; customs follow it

  [[nodiscard]] std::string_view origin() const noexcept {
    return place == nullptr ? std::string_view("catalogue") : std::string_view(place->origin);
  }
};

// A core setting that a service sets apart from all others.
struct Divergence {
  ResolvedValue own;
  ResolvedValue shared;  // value nullptr: what services share says nothing
};

struct ResolvedEnvironment {
  const Environment* environment = nullptr;
  std::vector<ResolvedValue> values;  // settings in the catalogue's order, then customs; only those set
  const Reason* because = nullptr;
  const Reason* diverges = nullptr;
  std::vector<Divergence> divergences;

  // The value of the setting at that position; nullptr when it is not set.
  [[nodiscard]] const ResolvedValue* find(std::size_t position) const noexcept;
};

// Where the setting stands in the catalogue. `setting` must be one of it.
[[nodiscard]] std::size_t position_of(const SettingInfo& setting) noexcept;

struct ResolvedService {
  const SharedSchema* shared = nullptr;
  const ServiceSchema* service = nullptr;
  std::vector<ResolvedEnvironment> environments;  // in the schema's order
};

// What a setting is while no layer says anything; nullptr when it then has no value.
[[nodiscard]] const Value* standard_value(std::size_t setting, bool strict);

// Resolves any number of services of one shared schema.
class Resolver {
 public:
  explicit Resolver(const SharedSchema& shared);

  [[nodiscard]] ResolvedService resolve(const ServiceSchema& service) const;

 private:
  // The winner so far of each setting, and the reason for weaker TLS.
  struct Stack {
    std::vector<ResolvedValue> values;
    const Reason* because = nullptr;
    const Reason* diverges = nullptr;
  };

  static void apply(const Layer& layer, Stack& stack);

  [[nodiscard]] std::vector<Divergence> divergences(std::size_t environment, const Stack& stack) const;

  const SharedSchema& shared_;
  std::vector<Stack> bases_;  // of each environment, before any service speaks
};

}  // namespace redisconf::compiler
