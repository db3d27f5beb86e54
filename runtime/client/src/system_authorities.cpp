#include "system_authorities.h"

#include <sys/stat.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <mutex>
#include <new>

namespace redisconf {
namespace {

// What tells one state of a file or folder from another.
struct Mark {
  dev_t device = 0;
  ino_t file = 0;
  off_t size = 0;
  std::time_t seconds = 0;
  long nanoseconds = 0;

  friend bool operator==(const Mark&, const Mark&) = default;
};

Mark mark_of(const char* variable, const char* standard) {
  const char* const chosen = secure_getenv(variable);  // as OpenSSL reads it
  struct stat status {};
  if (stat(chosen != nullptr ? chosen : standard, &status) != 0) return {};
  return {status.st_dev, status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

using Marks = std::array<Mark, 2>;

Marks present_marks() {
  return {mark_of(X509_get_default_cert_file_env(), X509_get_default_cert_file()),
          mark_of(X509_get_default_cert_dir_env(), X509_get_default_cert_dir())};
}

struct Cache {
  std::mutex mutex;
  StorePtr store;
  Marks marks;
  unsigned version = 0;
};

}  // namespace

SystemAuthorities system_authorities() {
  static Cache cache;
  const std::lock_guard lock(cache.mutex);
  // Before the reading: a change in the middle of it is then seen the next time.
  const Marks marks = present_marks();
  if (!cache.store || marks != cache.marks) {
    StorePtr fresh(X509_STORE_new());
    if (!fresh) throw std::bad_alloc();
    X509_STORE_set_default_paths(fresh.get());
    cache.store = std::move(fresh);
    cache.marks = marks;
    ++cache.version;
  }
  X509_STORE_up_ref(cache.store.get());
  return {StorePtr(cache.store.get()), cache.version};
}

}  // namespace redisconf
