// Builds our tree from the YAML library's events, and refuses what the language does not have.
#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <optional>
#include <string>
#include <vector>

#include "diagnostics/diagnostics.h"
#include "text/source_file.h"
#include "yaml/node.h"

namespace redisconf::compiler {

// Thrown to leave the library's parser early; a diagnostic has been added.
struct StopReading {};

class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const SourceFile& file, Diagnostics& diagnostics) : file_(file), diagnostics_(diagnostics) {}

  [[nodiscard]] std::optional<Node> take_root() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Node node;
    std::optional<Node> key;  // of a mapping, while its value is awaited
  };

  [[nodiscard]] std::size_t offset_of(const YAML::Mark& mark) const noexcept;
  void open(Node::Kind kind, std::size_t offset);
  void close();
  void add(Node node);
  void add_member(Open& mapping, Node node);
  [[nodiscard]] bool is_good_key(const Node& key);
  void refuse_anchor(YAML::anchor_t anchor, std::size_t offset);
  void refuse_open_quote(const Node& node);
  void refuse_tag(const std::string& tag, std::size_t offset);
  void refuse(std::size_t offset, std::size_t length, std::string message, std::string fix);

  const SourceFile& file_;
  Diagnostics& diagnostics_;
  std::vector<Open> open_;
  std::optional<Node> root_;
  std::size_t nodes_ = 0;
  bool document_seen_ = false;
};

}  // namespace redisconf::compiler
