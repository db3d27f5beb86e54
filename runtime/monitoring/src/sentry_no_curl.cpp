#include "sentry_transport.h"

namespace redisconf {

std::unique_ptr<SentryTransport> make_sentry_transport(const std::string& /*ca_file*/) { return nullptr; }

bool has_sentry_transport() noexcept { return false; }

}  // namespace redisconf
