#include "redisconf/monitoring/metrics.h"

#include "client_families.h"
#include "exposition.h"

#include <iterator>
#include <mutex>
#include <utility>

namespace redisconf {

class Metrics::Impl {
 public:
  Impl(Client& client, std::string version) : client_(client), version_(std::move(version)) {}

  void add(Source source) {
    const std::lock_guard lock(mutex_);
    sources_.push_back(std::move(source));
  }

  [[nodiscard]] std::vector<MetricFamily> collect() {
    std::vector<MetricFamily> families = client_families(client_.metrics());
    families.push_back(build());
    for (const Source& source : sources()) add_from(source, families);
    merge_families(families);
    return families;
  }

 private:
  [[nodiscard]] std::vector<Source> sources() {
    const std::lock_guard lock(mutex_);
    return sources_;
  }

  static void add_from(const Source& source, std::vector<MetricFamily>& families) {
    std::vector<MetricFamily> more;
    try {
      source(more);
    } catch (...) {  // one part's fault must not hide the others
      return;
    }
    std::move(more.begin(), more.end(), std::back_inserter(families));
  }

  [[nodiscard]] MetricFamily build() const {
    const ServiceConfig& config = client_.config();
    MetricLabels labels{{"service", config.service()},
                        {"environment", config.environment()},
                        {"version", version_},
                        {"redisconf_version", REDISCONF_VERSION}};
    return {.name = "redisconf_build",
            .type = MetricType::info,
            .help = "What runs: the service, its environment and version, and the version of redisconf",
            .samples = {{std::move(labels), 1}}};
  }

  Client& client_;
  const std::string version_;
  std::mutex mutex_;
  std::vector<Source> sources_;
};

Metrics::Metrics(Client& client, std::string version)
    : impl_(std::make_unique<Impl>(client, std::move(version))) {}
Metrics::Metrics(Metrics&&) noexcept = default;
Metrics& Metrics::operator=(Metrics&&) noexcept = default;
Metrics::~Metrics() = default;

void Metrics::add_source(Source source) { impl_->add(std::move(source)); }

void Metrics::watch(Health& health) {
  impl_->add([&health](std::vector<MetricFamily>& families) { families = health_families(health.state()); });
}

std::vector<MetricFamily> Metrics::collect() const { return impl_->collect(); }

HttpReply Metrics::exposition(std::string_view accept) const {
  const ExpositionFormat format = exposition_format(accept);
  return {200, std::string(content_type(format)), write_exposition(collect(), format)};
}

}  // namespace redisconf
