// The command's own description.
#include "doctor_command.h"

#include "companion.h"

TEST_CASE("shells complete the options that the doctor has") {
  redisconf::compiler::test::check_companion(redisconf::doctor::doctor_command());
}
