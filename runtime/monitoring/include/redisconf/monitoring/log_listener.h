// Tells what happens to a client's connections, a line each: for the service's log.
//
// As text (key=value, values with blanks in quotes) or JSON, as `monitoring.log_format` says:
//   time=2026-01-31T23:59:59.123Z level=warning event=connection_lost service=auth environment=staging
//   message="a connection to Redis was lost" endpoint=:***@redis.example:6379/0 cause="..."    (one line)
// Each change of state is told once, however many threads and connections see it; of errors that repeat,
// one in ten seconds with the number of those that were left out. Secrets are masked.
//
// Ownership:     owned by the client that it is added to (Client::add_listener).
// Thread-safety: every member may run concurrently; `write` is called by one thread at a time.
// Errors:        what `write` throws is dropped by the client.
#pragma once

#include <redisconf/client/events.h>
#include <redisconf/config/export.h>
#include <redisconf/config/service_config.h>

#include <functional>
#include <memory>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

// `write` takes a line without its end. It must live as long as the client.
[[nodiscard]] REDISCONF_PUBLIC std::shared_ptr<ClientListener> make_log_listener(
    const ServiceConfig& config, std::function<void(std::string_view)> write);

}  // namespace redisconf
