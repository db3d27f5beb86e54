// A network and a file system of a test's own, so that it may cut cables, drop packets and rewrite
// /etc/hosts: Linux namespaces, which need no root (unshare -Urnm).
#pragma once

#include <string>
#include <string_view>

namespace redisconf::test {

// At the top of a test case: `if (!in_sandbox()) return;`. Outside, it runs the same test case again
// in a child process inside of new namespaces, and fails when that does. Where the machine allows no
// namespaces or lacks `tools`, it says "not possible here" with the reason, which ctest counts as skipped.
[[nodiscard]] bool in_sandbox(std::string_view tools = "ip nft mount");

// The same without namespaces, for what needs other variables: `variables` is "NAME=value NAME=value".
[[nodiscard]] bool in_process_with(const std::string& variables);

// Says that the present test case can't be run on this machine.
void not_possible_here(const std::string& why);

// Runs a shell command, which must succeed.
void run(const std::string& command);

// Makes `path` hold `text` for this test alone: of /etc/hosts and the like, which must exist. May be
// called again.
void mount_file(const std::string& path, const std::string& text);

}  // namespace redisconf::test
