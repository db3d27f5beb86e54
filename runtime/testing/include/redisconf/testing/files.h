// Files for load(): a folder of .env files, a folder of secrets, and one as Kubernetes mounts it.
//
//   SecretsDirectory secrets{{"redis-password", "correct horse"}};
//   secrets.use(inputs);                    // sets REDIS_SECRETS_DIRECTORY
//
// Each file and each swap is put in place at once, by rename(2): who reads or watches the folder
// beside it sees the old state or the new one, never half of one.
//
// Ownership:     own their folder (mode 0700), which vanishes with them; files have mode 0600.
// Thread-safety: const members may run concurrently; others need outside locking.
// Errors:        std::system_error; std::invalid_argument for a name that is no plain file name.
#pragma once

#include <redisconf/config/export.h>
#include <redisconf/config/inputs.h>
#include <redisconf/testing/temporary_directory.h>

#include <filesystem>
#include <initializer_list>
#include <string_view>

namespace redisconf {
namespace testing REDISCONF_PUBLIC {

struct File {
  std::string_view name;
  std::string_view content;
};
using Files = std::initializer_list<File>;

// `.env` and `.env.<environment>` (docs/env-files.md).
class EnvFiles {
 public:
  // Creates or replaces the file of that environment; "" is .env itself.
  void write(std::string_view environment, std::string_view content);
  void remove(std::string_view environment);

  // Lets load() look here.
  void use(Inputs& inputs) const;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return folder_.path(); }

 private:
  TemporaryDirectory folder_{"redisconf-env"};
};

// One file a secret, as Docker and systemd hand them over.
class SecretsDirectory {
 public:
  SecretsDirectory() = default;
  SecretsDirectory(Files secrets);

  void write(std::string_view name, std::string_view content);
  void remove(std::string_view name);

  void use(Inputs& inputs) const;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return folder_.path(); }

 private:
  TemporaryDirectory folder_{"redisconf-secrets"};
};

// As the kubelet mounts a Secret: each name is a link to ..data/<name>, and ..data a link to a folder
// of that generation (Kubernetes, pkg/volume/util/atomic_writer.go).
class KubernetesMount {
 public:
  KubernetesMount(Files secrets);

  // Shows these secrets, and no other, from one moment to the next.
  void swap(Files secrets);

  void use(Inputs& inputs) const;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return folder_.path(); }

 private:
  TemporaryDirectory folder_{"redisconf-mount"};
  int generation_ = 0;
};

}  // namespace redisconf
}  // namespace redisconf
