// What a server's certificate says about itself, for the trace of a dial.
#pragma once

#include "openssl_types.h"
#include "redisconf/client/dial_trace.h"

namespace redisconf {

[[nodiscard]] PeerCertificate describe_certificate(const X509& certificate);

}  // namespace redisconf
