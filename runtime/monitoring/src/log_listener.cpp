#include "redisconf/monitoring/log_listener.h"

#include "log_lines.h"
#include "log_listener.h"
#include "occurrence_filter.h"
#include "redisconf/config/settings.h"

#include <utility>

namespace redisconf {

OccurrenceSink log_sink(const ServiceConfig& config, std::function<void(std::string_view)> write) {
  const auto format = config.monitoring().log_format == MonitoringLogFormat::json ? json_line : text_line;
  return [format, origin = LogOrigin{config.service(), config.environment()},
          write = std::move(write)](const Occurrence& occurrence) {
    write(format(occurrence, origin, std::chrono::system_clock::now()));
  };
}

std::shared_ptr<ClientListener> make_log_listener(const ServiceConfig& config,
                                                  std::function<void(std::string_view)> write) {
  return std::make_shared<OccurrenceFilter>(config, log_sink(config, std::move(write)));
}

}  // namespace redisconf
