#include "redisconf/config/secret_provider.h"
#include "secret_file.h"

#include <sys/stat.h>

#include <cerrno>
#include <string>
#include <utility>

namespace redisconf {
namespace {

constexpr const char* kCheckFile = "check that it is a file which this user may read";

// A leading dot is refused for Kubernetes' "..data" as well.
bool may_leave_the_folder(std::string_view name) noexcept {
  return name.empty() || name.size() > 255 || name.front() == '.' ||
         name.find('/') != std::string_view::npos || name.find('\0') != std::string_view::npos;
}

class DirectorySecrets : public SecretProvider {
 public:
  explicit DirectorySecrets(std::string directory) : directory_(std::move(directory)) {}

  [[nodiscard]] const char* name() const noexcept override { return "directory"; }

  [[nodiscard]] SecretAnswer get(std::string_view secret_name) override {
    if (may_leave_the_folder(secret_name)) {
      return SecretAnswer::failed("can't be the name of a file in the folder of secrets",
                                  "take a name without '/' and without a leading '.'");
    }
    const std::string path = directory_ + "/" + std::string(secret_name);
    SecretFile file = read_secret_file(path, kLimit);
    // Kubernetes swaps the folder under its links: the second look sees the new one.
    if (file.error_number == ENOENT) file = read_secret_file(path, kLimit);
    if (file.error_number == ENOENT) return answer_for_missing(path);
    if (!file.error.empty()) return SecretAnswer::failed("can't be read: " + file.error, kCheckFile);
    return answer_for(file);
  }

 private:
  static constexpr std::size_t kLimit = Secret::kMaxBytes + 2;  // and a line end

  [[nodiscard]] SecretAnswer answer_for_missing(const std::string& path) const {
    struct stat info {};
    if (::lstat(path.c_str(), &info) == 0) {
      return SecretAnswer::failed("is a link to a file that does not exist", "mend the link or mount");
    }
    if (::stat(directory_.c_str(), &info) != 0) {
      return SecretAnswer::failed("can't be looked for: the folder of secrets does not exist",
                                  "mount it, or correct secrets.directory");
    }
    return SecretAnswer::absent();
  }

  // That others may read it is no warning: Docker and Kubernetes mount so.
  static SecretAnswer answer_for(const SecretFile& file) {
    const std::string_view bytes = without_line_end(file.bytes.view());
    if (const auto fault = secret_fault(bytes); !fault.empty()) {
      return SecretAnswer::failed(std::string(fault), "write the secret, and nothing else, into the file");
    }
    SecretAnswer answer = SecretAnswer::found(Secret(bytes));
    if (file.others_may_write) answer.warning = "its file may be written by every user; take that right away";
    return answer;
  }

  std::string directory_;
};

}  // namespace

std::unique_ptr<SecretProvider> directory_secrets(std::string directory) {
  return std::make_unique<DirectorySecrets>(std::move(directory));
}

}  // namespace redisconf
