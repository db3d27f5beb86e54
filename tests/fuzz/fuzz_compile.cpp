// Any bytes as a schema: diagnostics, or files that are as good as any. An input is the shared
// schema, a line "=====" and the service demo; without that line only one of the two, beside a good
// other one. Each input also runs with a secret planted before it, which no report may show.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "render/render.h"
#include "render/templates.h"
#include "reports.h"
#include "schema/project.h"
#include "yaml/reader.h"

namespace {

using namespace redisconf::compiler;
using redisconf::fuzz::require;
namespace fs = std::filesystem;

constexpr std::string_view kDivider = "\n=====\n";
constexpr std::string_view kShared =
    "redisconf: 1\nenvironments:\n  development:\n    default: true\n    connection: {host: localhost}\n"
    "  production:\n    strict: true\n"
    "    connection: {host: {env: REDIS_HOST}, password: {secret: redis-password}}\n";
constexpr std::string_view kService = "redisconf: 1\nservice: demo\n";
constexpr std::string_view kSecret = "hunter2planted";

// Ways to write what must not be written; before a file, so that nothing in it can make them mean
// anything else.
constexpr std::array<std::string_view, 8> kPlanted{
    "{connection: {password: hunter2planted}}\n",
    "\n  connection:\n    password: hunter2planted\n",
    "\n  connection:\n    password: \"hunter2planted\"\n",
    "\n  connection:\n    password: |\n      a\n      hunter2planted\n",
    "\n  connection: {password: {secret: 'hunter2planted!'}}\n",
    "\n  connection:\n    password:\n      - hunter2planted\n",
    "\n  tls:\n    client_key: >\n      hunter2planted\n",
    "\n  connection:\n    host: redis://user:hunter2planted@db:6379/0\n",
};

struct Sources {
  std::string shared{kShared};
  std::string service{kService};
};

Sources split(std::string_view input) {
  const auto divider = input.find(kDivider);
  if (divider != std::string_view::npos) {
    return {std::string(input.substr(0, divider + 1)), std::string(input.substr(divider + kDivider.size()))};
  }
  const bool service = input.starts_with("service:") || input.find("\nservice:") != std::string_view::npos;
  return service ? Sources{std::string(kShared), std::string(input)}
                 : Sources{std::string(input), std::string(kService)};
}

// In memory where the system has such a folder; removed when the process ends.
class Folder {
 public:
  Folder() {
    const fs::path memory = "/dev/shm";
    std::string path = (fs::is_directory(memory) ? memory : fs::temp_directory_path()) / "redisconf-XXXXXX";
    require(::mkdtemp(path.data()) != nullptr, "there is a temporary folder");
    path_ = path;
    fs::create_directories(path_ / "schema/services");
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }

  [[nodiscard]] std::string write(const char* name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }

 private:
  fs::path path_;
};

void require_files(const ResolvedService& service) {
  for (const GeneratedFile& file : render_all(service)) {
    redisconf::fuzz::require_clean(file.content);
    require(!file.content.empty(), "no generated file is empty");
    if (file.name != "effective.yaml") continue;
    const SourceFile source("effective.yaml", "effective.yaml", file.content);
    Diagnostics diagnostics;
    require(read_yaml(source, diagnostics) && diagnostics.empty(), "effective.yaml is strict YAML");
  }
}

void compile(const Sources& sources, const std::string& secret) {
  static const Folder kFolder;
  const std::string schema = kFolder.write("schema/redis.yaml", sources.shared);
  static_cast<void>(kFolder.write("schema/services/demo.yaml", sources.service));
  const auto project = load_project(schema, {"demo"});
  redisconf::fuzz::require_reports(project->diagnostics, secret);
  require(project->diagnostics.has_errors() || project->services.size() == 1, "a service, or an error");
  require(secret.empty() || project->diagnostics.has_errors(), "a literal secret is an error");
  if (!project->diagnostics.has_errors()) require_files(project->services.front());
}

void compile_with_secret(Sources sources, std::size_t variant) {
  if (sources.shared.find(kSecret) != std::string::npos) return;
  if (sources.service.find(kSecret) != std::string::npos) return;
  const std::string planted(kPlanted[variant / 2 % kPlanted.size()]);
  if (variant % 2 == 0) {
    sources.shared.insert(0, "defaults: " + planted);
  } else {
    sources.service.insert(0, "settings: " + planted);
  }
  compile(sources, std::string(kSecret));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > kMaxFileBytes) return -1;
  static const bool kLoaded = Templates().load("").empty();
  require(kLoaded, "the built-in templates are good");
  const Sources sources = split({reinterpret_cast<const char*>(data), size});
  compile(sources, "");
  compile_with_secret(sources, size);
  return 0;
}
