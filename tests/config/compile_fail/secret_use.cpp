// One use of a Secret, chosen by a macro. All but the allowed one must fail to compile.
#include <redisconf/config/secret.h>

#include <ostream>
#include <string>
#include <utility>

namespace {

#if defined(ALLOWED_MOVE_AND_REVEAL)
std::size_t use(redisconf::Secret secret) { return redisconf::Secret(std::move(secret)).reveal().size(); }
#elif defined(REFUSED_PRINTING)
void use(std::ostream& out, const redisconf::Secret& secret) { out << secret; }
#elif defined(REFUSED_COMPARING)
bool use(const redisconf::Secret& left, const redisconf::Secret& right) { return left == right; }
#elif defined(REFUSED_COPYING)
redisconf::Secret use(const redisconf::Secret& secret) { return secret; }
#elif defined(REFUSED_ASSIGNING)
void use(redisconf::Secret& to, const redisconf::Secret& from) { to = from; }
#elif defined(REFUSED_TEXT)
std::string use(const redisconf::Secret& secret) { return secret; }
#elif defined(REFUSED_CONVERSION)
redisconf::Secret use(const std::string& text) { return text; }
#endif

}  // namespace

auto use_it() { return &use; }
