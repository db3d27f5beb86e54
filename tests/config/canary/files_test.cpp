// Secrets in files: named by a variable, in a folder of secrets, of systemd.
#include "config/canary/support.h"

#include <redisconf/testing/files.h>

#include <filesystem>

using namespace redisconf::test;
using redisconf::Inputs;
using redisconf::testing::KubernetesMount;
using redisconf::testing::SecretsDirectory;

TEST_CASE("the content and the path of a secret's file never come out", "[canary]") {
  TestSchema schema;
  each_secret([&](const std::string& secret) {
    const std::string path = "/secrets/" + secret;
    for (const std::string& content : disguises(secret)) {
      Inputs inputs = inputs_without_password();
      inputs.set("REDIS_PASSWORD_FILE", path);
      inputs.set_file(path.c_str(), content.c_str());
      inputs.set("REDIS_TLS_CA_FILE", path + "-missing");
      require_silence(all_output(schema, inputs));
    }
  });
}

TEST_CASE("a secret in the place of its file's path never comes out", "[canary]") {
  TestSchema schema;
  each_secret([&](const std::string& secret) {
    for (const std::string& path : disguises(secret)) {
      Inputs inputs = inputs_without_password();
      inputs.set("SHOP_REDIS_PASSWORD_FILE", path);
      require_silence(all_output(schema, inputs));
    }
  });
}

TEST_CASE("a folder of secrets is silent, whatever its files hold", "[canary]") {
  TestSchema schema;
  SecretsDirectory folder;
  each_secret([&](const std::string& secret) {
    for (const std::string& content : disguises(secret)) {
      folder.write("redis-password", content);
      Inputs inputs = inputs_without_password();
      folder.use(inputs);
      require_silence(all_output(schema, inputs));
    }
  });
}

TEST_CASE("a mount of Kubernetes is silent over a swap", "[canary]") {
  TestSchema schema;
  each_secret([&](const std::string& secret) {
    KubernetesMount mount{{"redis-password", secret}};
    Inputs inputs = inputs_without_password();
    mount.use(inputs);
    require_silence(all_output(schema, inputs));
    mount.swap({{"redis-password", secret + "\x01"}});
    require_silence(all_output(schema, inputs));
    mount.swap({});
    require_silence(all_output(schema, inputs));
  });
}

TEST_CASE("systemd's folder is silent, also where a secret stands in its place", "[canary]") {
  TestSchema schema;
  SecretsDirectory folder;
  each_secret([&](const std::string& secret) {
    Inputs inputs = inputs_without_password();
    folder.write("redis-password", secret);
    inputs.set("CREDENTIALS_DIRECTORY", folder.path());
    require_silence(all_output(schema, inputs));
    folder.write("redis-password", secret + "\xFF");
    require_silence(all_output(schema, inputs));
    inputs.set("CREDENTIALS_DIRECTORY", "/" + secret);
    require_silence(all_output(schema, inputs));
  });
}

TEST_CASE("what stands where a file belongs is told without its path", "[canary]") {
  TestSchema schema;
  SecretsDirectory folder;
  each_secret([&](const std::string& secret) {
    std::string name = secret;
    for (char& c : name) c = c == '/' ? '-' : c;
    const std::filesystem::path path = folder.path() / name;
    std::filesystem::create_directory(path);
    Inputs inputs = inputs_without_password();
    inputs.set("REDIS_PASSWORD_FILE", path);
    require_silence(all_output(schema, inputs));
    std::filesystem::remove(path);
    std::filesystem::create_symlink("nowhere", path);
    require_silence(all_output(schema, inputs));
    std::filesystem::remove(path);
  });
}
