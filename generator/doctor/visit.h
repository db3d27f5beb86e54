// One server as the doctor comes by: the stages of the way there, then what it answers.
#pragma once

#include <redisconf/config/service_config.h>

#include <functional>

#include "asking.h"
#include "report.h"

namespace redisconf::doctor {

struct Visit {
  Report report;         // of this server alone
  bool arrived = false;  // the way led there; false also when the connection broke later
};

// Goes the way that `config` names and, once there, lets `examine` add its checks.
[[nodiscard]] Visit visit(const ServiceConfig& config,
                          const std::function<void(Report& report, const Ask& ask)>& examine);

}  // namespace redisconf::doctor
