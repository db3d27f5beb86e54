#include "load_variables.h"

#include <array>
#include <cstdlib>

namespace redisconf::bench {
namespace {

struct Variable {
  const char* name;
  const char* value;
};

// An authority of the length that they have today (P-256).
constexpr const char* kAuthority =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBpTCCAUugAwIBAgIUBt1f6xkcEGjs/a+ZUy2H68oD3JkwCgYIKoZIzj0EAwIw\n"
    "KDEQMA4GA1UECgwHRXhhbXBsZTEUMBIGA1UEAwwLSW50ZXJuYWwgQ0EwHhcNMjYx\n"
    "MTI4MjEwNTM4WhcNMzYxMTI1MjEwNTM4WjAoMRAwDgYDVQQKDAdFeGFtcGxlMRQw\n"
    "EgYDVQQDDAtJbnRlcm5hbCBDQTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCgh\n"
    "SoKsRUrI2YhTZDdmyeQ0g77R0oa1kQg3mFepEHJ1zOMPvcvMO9BQvOXKLO3HVK/c\n"
    "FTQGA4mBkIKS1O9pQuSjUzBRMB0GA1UdDgQWBBSRHl39ne5qv5ywT0KOhYtEA56D\n"
    "9jAfBgNVHSMEGDAWgBSRHl39ne5qv5ywT0KOhYtEA56D9jAPBgNVHRMBAf8EBTAD\n"
    "AQH/MAoGCCqGSM49BAMCA0gAMEUCIDii97sAgyGzRlReudjHDOL26aB13z/2hi2z\n"
    "k08q2u4cAiEAiILoYuOLTRF1Z3xTI8G9GWPJZkIRNq7D3v+hskDIL74=\n"
    "-----END CERTIFICATE-----\n";

// What a strict environment needs, what an operator tunes for all, what this service has for itself.
constexpr std::array<Variable, kVariablesRead> kRead{{
    {"ENVIRONMENT", "production"},
    {"REDIS_HOST", "redis-master.data.svc.cluster.local"},
    {"REDIS_PORT", "6380"},
    {"REDIS_USERNAME", "auth"},
    {"REDIS_PASSWORD", "correct horse battery staple"},
    {"REDIS_CA_CERT", kAuthority},
    {"REDIS_DATABASE", "2"},
    {"REDIS_CLIENT_NAME", "auth-7d9f8b6c5-x2x4k"},
    {"REDIS_TIMEOUTS_STARTUP", "8s"},
    {"REDIS_TIMEOUTS_RESOLVE", "1s"},
    {"REDIS_TIMEOUTS_CONNECT", "750ms"},
    {"REDIS_TIMEOUTS_TLS", "2s"},
    {"REDIS_TIMEOUTS_HEALTH", "1500ms"},
    {"REDIS_POOL_CONNECTIONS", "8"},
    {"REDIS_RETRY_MAX_ATTEMPTS", "12"},
    {"REDIS_RETRY_INITIAL_BACKOFF", "40ms"},
    {"REDIS_RETRY_MAX_BACKOFF", "4s"},
    {"REDIS_CIRCUIT_BREAKER_FAILURE_THRESHOLD", "6"},
    {"REDIS_CIRCUIT_BREAKER_RECOVERY_TIMEOUT", "2s"},
    {"REDIS_SECRETS_TIMEOUT", "20s"},
    {"AUTH_REDIS_POOL_CONNECTIONS", "16"},
    {"AUTH_REDIS_TIMEOUTS_COMMAND", "400ms"},
    {"AUTH_REDIS_TIMEOUTS_CONNECT", "900ms"},
    {"AUTH_REDIS_RETRY_MAX_ATTEMPTS", "7"},
    {"AUTH_MAX_LOGIN_ATTEMPTS", "4"},
}};

// What a shell, an image, an orchestrator and the service's other parts put beside them.
constexpr std::array<Variable, kVariables - kVariablesRead> kOthers{{
    {"PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
    {"HOME", "/home/auth"},
    {"USER", "auth"},
    {"LOGNAME", "auth"},
    {"SHELL", "/bin/sh"},
    {"PWD", "/srv/auth"},
    {"SHLVL", "1"},
    {"TERM", "xterm"},
    {"LANG", "C.UTF-8"},
    {"LC_ALL", "C.UTF-8"},
    {"TZ", "Europe/Berlin"},
    {"TMPDIR", "/tmp"},
    {"HOSTNAME", "auth-7d9f8b6c5-x2x4k"},
    {"SSL_CERT_DIR", "/etc/ssl/certs"},
    {"KUBERNETES_SERVICE_HOST", "10.96.0.1"},
    {"KUBERNETES_SERVICE_PORT", "443"},
    {"KUBERNETES_SERVICE_PORT_HTTPS", "443"},
    {"KUBERNETES_PORT", "tcp://10.96.0.1:443"},
    {"KUBERNETES_PORT_443_TCP", "tcp://10.96.0.1:443"},
    {"KUBERNETES_PORT_443_TCP_PROTO", "tcp"},
    {"KUBERNETES_PORT_443_TCP_PORT", "443"},
    {"KUBERNETES_PORT_443_TCP_ADDR", "10.96.0.1"},
    {"POD_NAME", "auth-7d9f8b6c5-x2x4k"},
    {"POD_NAMESPACE", "login"},
    {"POD_IP", "10.244.3.17"},
    {"NODE_NAME", "worker-3"},
    {"DATABASE_URL", "postgres://auth@db.data.svc.cluster.local/auth"},
    {"DATABASE_POOL_SIZE", "12"},
    {"LOG_LEVEL", "info"},
    {"LOG_FORMAT", "json"},
    {"AUTH_LISTEN_PORT", "8080"},
    {"AUTH_SESSION_COOKIE", "__Host-session"},
    {"OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel-collector.monitoring:4317"},
    {"OTEL_SERVICE_NAME", "auth"},
    {"OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=production,service.version=2.14.0"},
}};

void set(const Variable& variable) { ::setenv(variable.name, variable.value, 1); }

// A double-quoted YAML scalar; nothing but line ends needs an escape here.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '\n') {
      result += "\\n";
    } else {
      result += c;
    }
  }
  return result + '"';
}

}  // namespace

void set_production_environment() {
  ::clearenv();
  // As they come: sorted by nobody.
  for (std::size_t index = 0; index < kOthers.size(); ++index) {
    set(kOthers[index]);
    if (index < kRead.size()) set(kRead[index]);
  }
}

std::string production_settings_as_yaml() {
  std::string text;
  for (const Variable& variable : kRead) {
    text.append(variable.name).append(": ").append(quoted(variable.value)).append("\n");
  }
  return text;
}

}  // namespace redisconf::bench
