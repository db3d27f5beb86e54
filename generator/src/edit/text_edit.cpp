#include "edit/text_edit.h"

#include <algorithm>

namespace redisconf::compiler {

std::optional<std::string> apply_edits(std::string_view text, std::vector<TextEdit> edits) {
  std::ranges::stable_sort(edits, {}, &TextEdit::offset);
  std::string result;
  std::size_t at = 0;
  for (const TextEdit& edit : edits) {
    if (edit.offset < at || edit.offset > text.size() || edit.length > text.size() - edit.offset) return {};
    result += text.substr(at, edit.offset - at);
    result += edit.text;
    at = edit.offset + edit.length;
  }
  return result.append(text.substr(at));
}

}  // namespace redisconf::compiler
