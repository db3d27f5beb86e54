#include "deliveries.h"

namespace redisconf::queue {
namespace {

void set_field(Delivery& job, const std::string& name, const std::string& value) {
  if (name.size() != 1) return;
  switch (name.front()) {
    case 'p':
      job.payload = value;
      break;
    case 'i':
      job.id = value;
      break;
    case 'u':
      job.unique = value;
      break;
    case 'a':
      job.failures = static_cast<int>(number_in(value));
      break;
    case 'c':
      job.crashes = static_cast<int>(number_in(value));
      break;
    case 't':
      job.expires = number_in(value);
      break;
    case 'n':
      job.enqueued = number_in(value);
      break;
    default:  // of a later version
      break;
  }
}

Delivery delivery_of(int lane, const Reply& entry) {
  const auto& parts = entry.as_array();
  Delivery job;
  job.lane = lane;
  job.entry = parts.at(0).as_string();
  job.enqueued = number_in(job.entry);
  if (parts.at(1).is_nil()) return job;  // deleted meanwhile; its acknowledgement finds nothing
  const auto& fields = parts.at(1).as_array();
  for (std::size_t at = 0; at + 1 < fields.size(); at += 2) {
    set_field(job, fields[at].as_string(), fields[at + 1].as_string());
  }
  return job;
}

}  // namespace

std::string Delivery::job_id() const {
  return id.empty() ? std::to_string(QueueKeys::priority_of(lane)) + '-' + entry : id;
}

Deliveries deliveries_in(const Reply& reply, const QueueKeys& keys) {
  Deliveries found;
  if (reply.is_nil()) return found;
  for (const Reply& stream : reply.as_array()) {
    const auto& parts = stream.as_array();
    const int lane = keys.lane_of(parts.at(0).as_string());
    for (const Reply& entry : parts.at(1).as_array()) {
      if (lane < 0) {
        found.bells.push_back(entry.as_array().at(0).as_string());
      } else {
        found.jobs.push_back(delivery_of(lane, entry));
      }
    }
  }
  return found;
}

}  // namespace redisconf::queue
