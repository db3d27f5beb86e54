#include "redisconf/config/secret_provider.h"

#include <utility>

namespace redisconf {

SecretProvider::~SecretProvider() = default;

SecretAnswer SecretAnswer::found(Secret secret) {
  SecretAnswer answer;
  answer.state = State::found;
  answer.secret = std::move(secret);
  return answer;
}

SecretAnswer SecretAnswer::failed(std::string error, std::string fix) {
  SecretAnswer answer;
  answer.state = State::failed;
  answer.error = std::move(error);
  answer.fix = std::move(fix);
  return answer;
}

}  // namespace redisconf
