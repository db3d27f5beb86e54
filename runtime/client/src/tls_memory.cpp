#include "tls_memory.h"

#include "openssl_types.h"

#include <algorithm>
#include <exception>
#include <new>

namespace redisconf {

struct TlsMemory::Callbacks {
  static TlsMemory& memory_of(BIO* bio) noexcept { return *static_cast<TlsMemory*>(BIO_get_data(bio)); }

  static int read(BIO* bio, char* into, int size) noexcept {
    TlsMemory& memory = memory_of(bio);
    BIO_clear_retry_flags(bio);
    if (memory.incoming_.empty() || size <= 0) {
      BIO_set_retry_read(bio);
      return -1;
    }
    const std::size_t taken = memory.incoming_.copy(into, static_cast<std::size_t>(size));
    memory.incoming_.remove_prefix(taken);
    return static_cast<int>(taken);
  }

  // Through C code no exception passes.
  static int write(BIO* bio, const char* from, int size) noexcept try {
    BIO_clear_retry_flags(bio);
    memory_of(bio).written_.append(from, static_cast<std::size_t>(std::max(size, 0)));
    return size;
  } catch (const std::exception&) {
    return -1;
  }

  static long control(BIO*, int command, long, void*) noexcept { return command == BIO_CTRL_FLUSH ? 1 : 0; }

  // Made once, for the whole life of the process.
  static const BIO_METHOD* method() {
    static BIO_METHOD* const method = [] {
      BIO_METHOD* const made =
          BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "redisconf: records in memory");
      if (made == nullptr || BIO_meth_set_read(made, read) != 1 || BIO_meth_set_write(made, write) != 1 ||
          BIO_meth_set_ctrl(made, control) != 1) {
        throw std::bad_alloc();
      }
      return made;
    }();
    return method;
  }
};

void TlsMemory::attach(SSL& ssl) {
  BioPtr bio(BIO_new(Callbacks::method()));
  if (!bio) throw std::bad_alloc();
  BIO_set_data(bio.get(), this);
  BIO_set_init(bio.get(), 1);
  BIO* const owned = bio.release();
  SSL_set_bio(&ssl, owned, owned);
}

}  // namespace redisconf
