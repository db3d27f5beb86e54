#include "prometheus.h"

#include "monitoring/support/http.h"

#include <nlohmann/json.hpp>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <thread>

namespace redisconf::test {
namespace {

// Free a moment ago.
int free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool bound = ::bind(socket, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
                     ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  ::close(socket);
  if (!bound) throw std::runtime_error("there is no free port");
  return ntohs(address.sin_port);
}

std::string encoded(const std::string& text) {
  std::string result;
  for (const char c : text) {
    std::array<char, 4> piece{};
    static_cast<void>(std::snprintf(piece.data(), piece.size(), "%%%02X", static_cast<unsigned char>(c)));
    result += piece.data();
  }
  return result;
}

}  // namespace

Prometheus::Prometheus(int port) : folder_("redisconf-prometheus"), port_(free_port()) {
  const auto configuration =
      folder_.write("prometheus.yml",
                    "global: {scrape_interval: 200ms, scrape_timeout: 200ms}\n"
                    "scrape_configs:\n- job_name: service\n  static_configs:\n  - targets: ['127.0.0.1:" +
                        std::to_string(port) + "']\n");
  program_ = std::make_unique<Program>(
      "/usr/bin/prometheus",
      std::vector<std::string>{"--config.file=" + configuration.string(),
                               "--storage.tsdb.path=" + (folder_.path() / "data").string(),
                               "--web.listen-address=127.0.0.1:" + std::to_string(port_),
                               "--log.level=error"},
      std::vector<std::string>{});
}

bool Prometheus::becomes(const std::string& query, double value) const {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  const std::string path = "/api/v1/query?query=" + encoded(query);
  while (std::chrono::steady_clock::now() < give_up) {
    try {
      const auto answer =
          send_raw(port_, "GET " + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
      const auto result = nlohmann::json::parse(answer.body)["data"]["result"];
      if (result.size() == 1 && std::stod(result[0]["value"][1].get<std::string>()) == value) return true;
    } catch (const std::exception&) {  // it starts still
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

}  // namespace redisconf::test
