// The certificate authorities that the system trusts.
//
// Thread-safety: may run concurrently. Errors: std::bad_alloc.
#pragma once

#include "openssl_types.h"

namespace redisconf {

struct SystemAuthorities {
  StorePtr store;
  unsigned version = 0;  // another number for other authorities
};

// Read again only when their file or folder has changed, as an update of the system's authorities
// does: parsing them all is too slow for every dial.
[[nodiscard]] SystemAuthorities system_authorities();

}  // namespace redisconf
