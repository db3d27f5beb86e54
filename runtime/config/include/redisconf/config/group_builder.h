// What the sub-builders of SettingsBuilder have in common: where a value goes, by its setting's path.
//
// Ownership:     refers to its SettingsBuilder, which must outlive it.
// Thread-safety: none, as of the SettingsBuilder.
// Errors:        none here; build() reports what is wrong with a value.
#pragma once

#include <redisconf/config/export.h>
#include <redisconf/config/secret.h>
#include <redisconf/config/service_config.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace redisconf REDISCONF_PUBLIC {

class SettingsBuilder;

class GroupBuilder {
 public:
  // Back to the whole, for the next group.
  SettingsBuilder& done() const noexcept { return builder_; }

  // As SettingsBuilder::build(): the last group needs no done().
  [[nodiscard]] ServiceConfig build() const;

 protected:
  explicit GroupBuilder(SettingsBuilder& builder) noexcept : builder_(builder) {}

  void put_boolean(const char* path, bool value);
  void put_integer(const char* path, int value);
  void put_text(const char* path, std::string value);
  void put_choice(const char* path, std::size_t position);
  void put_duration(const char* path, std::chrono::milliseconds value);
  void put_size(const char* path, std::uint64_t bytes);
  void put_secret(const char* path, Secret value);
  void put_secret_name(const char* path, std::string name);

 private:
  SettingsBuilder& builder_;
};

}  // namespace redisconf
