#include "worst_cases.h"

#include <cstddef>
#include <functional>
#include <utility>

namespace redisconf::bench {
namespace {

constexpr std::size_t kLimit = std::size_t{256} * 1024;

const std::string kShared =
    "redisconf: 1\nenvironments:\n  development:\n    default: true\n    connection: {host: localhost}\n";
const std::string kService = "redisconf: 1\nservice: demo\n";

using Unit = std::function<std::string(int)>;

// `head`, the unit as often as it fits into `limit` bytes, `tail`.
std::string filled(const std::string& head, const Unit& unit, const std::string& tail = "",
                   std::size_t limit = kLimit) {
  std::string text = head;
  for (int number = 0;; ++number) {
    const std::string piece = unit(number);
    if (text.size() + piece.size() + tail.size() > limit) return text + tail;
    text += piece;
  }
}

std::string repeated(const std::string& head, const std::string& piece, const std::string& tail = "") {
  return filled(
      head, [&piece](int) { return piece; }, tail);
}

// "before0after", "before1after", ...
Unit numbered(std::string before, std::string after) {
  return [before = std::move(before), after = std::move(after)](int number) {
    return before + std::to_string(number) + after;
  };
}

class Cases {
 public:
  void shared(std::string name, std::string text) {
    all_.push_back({std::move(name), std::move(text), kService});
  }
  void service(std::string name, std::string text) {
    all_.push_back({std::move(name), kShared, std::move(text)});
  }
  void both(std::string name, std::string shared_text, std::string service_text) {
    all_.push_back({std::move(name), std::move(shared_text), std::move(service_text)});
  }
  [[nodiscard]] std::vector<WorstCase> take() { return std::move(all_); }

 private:
  std::vector<WorstCase> all_;
};

void add_collections(Cases& cases) {
  cases.shared("brackets within brackets", repeated("a: ", "["));
  cases.shared("braces within braces", repeated("a: ", "{a: "));
  cases.shared("dashes within dashes", repeated("a:\n ", "- "));
  cases.shared("ever deeper indentation", filled("", [](int number) {
                 return std::string(static_cast<std::size_t>(number), ' ') + "a:\n";
               }));
  cases.shared("60 levels in each line", filled("", [](int number) {
                 return 'a' + std::to_string(number) + ": " + std::string(60, '[') + std::string(60, ']') +
                        '\n';
               }));
  cases.shared("a list of letters", repeated("a: [", "a,", "]"));
  cases.shared("a list of commas", repeated("a: [", ",", "]"));
  cases.shared("a list without commas", repeated("a: [", "\"x\" ", "]"));
  cases.shared("pairs in a list", repeated("[", "a:b,", "]"));
  cases.shared("keys without values", filled("{", numbered("k", ","), "}"));
  cases.shared("a list of short lines", repeated("a:\n", "- x\n"));
  cases.shared("a list of mappings", repeated("a:\n", "- {a: b}\n"));
  cases.shared("closing brackets", repeated("", "]"));
  cases.shared("empty list items", repeated("", "-\n"));
  cases.shared("explicit keys", repeated("", "? "));
  cases.shared("explicit keys in lines", repeated("", "? a\n"));
  cases.shared("colons", repeated("", ": \n"));
}

void add_keys(Cases& cases) {
  cases.shared("many keys", filled("", numbered("k", ": \n")));
  cases.shared("one key again and again", repeated("", "a: 1\n"));
  cases.shared("one key again and again in one line", repeated("{", "a: 1,", "}"));
  cases.shared("lines that could be keys", repeated("", "a b c d\n"));
  cases.shared("one line that could be a key", repeated("", "x "));
  cases.shared("strings that could be keys", repeated("", "\"a\" "));
}

void add_scalars(Cases& cases) {
  cases.shared("text of many lines", repeated("a:\n", "  x\n"));
  cases.shared("one long word", repeated("a: ", "x"));
  cases.shared("one long string", repeated("a: \"", "x", "\""));
  cases.shared("a string of many lines", repeated("a: \"", "x\n ", "\""));
  cases.shared("a string that never ends", repeated("a: \"", "x\n "));
  cases.shared("doubled quotes", repeated("a: '", "''", "'"));
  cases.shared("escapes", repeated("a: \"", "\\n", "\""));
  cases.shared("a block of text", repeated("a: |\n", "  x\n"));
  cases.shared("folded empty lines", repeated("a: >\n  x\n", "\n", "  y\n"));
  cases.shared("comments", repeated("", "#x\n"));
  cases.shared("one long comment", repeated("a: 1 #", "x"));
  cases.shared("empty lines", repeated("a: 1", "\n"));
  cases.shared("spaces", repeated("a: 1", " "));
  cases.shared("tabs", repeated("a: 1", "\t"));
}

void add_refused(Cases& cases) {
  cases.shared("anchors", filled("", [](int number) {
                 return 'k' + std::to_string(number) + ": &a" + std::to_string(number) + " x\n";
               }));
  cases.shared("aliases of YAML", filled("a: &a x\n", numbered("k", ": *a\n")));
  cases.shared("an alias bomb", filled("a0: &a0 [x,x,x,x,x,x,x,x,x]\n", [](int number) {
                 const std::string next = std::to_string(number + 1);
                 std::string line = 'a' + next + ": &a" + next + " [x";
                 for (int count = 0; count < 8; ++count) line += ",*a" + std::to_string(number);
                 return line + "]\n";
               }));
  cases.shared("tags", filled("", numbered("k", ": !!str x\n")));
  cases.shared("documents", repeated("", "---\n"));
  cases.shared("directives", filled("", numbered("%TAG !", "! x\n")));
  cases.shared("zero bytes", std::string(kLimit, '\0'));
  cases.shared("bytes that are not UTF-8", std::string(kLimit, '\xFF'));
}

void add_environments(Cases& cases) {
  const std::string half = filled(kShared, numbered("  e", ": {}\n"), "", kLimit / 2);
  cases.shared("many environments", filled(kShared, numbered("  e", ": {}\n")));
  cases.shared("many strict environments", filled(kShared, numbered("  e", ": {strict: true}\n")));
  cases.shared("a long chain of environments", filled(kShared, [](int number) {
                 const std::string base = number == 0 ? "development" : 'e' + std::to_string(number - 1);
                 return "  e" + std::to_string(number) + ": {extends: " + base + "}\n";
               }));
  cases.shared("environments that extend unknown ones", filled(kShared, numbered("  e", ": {extends: f}\n")));
  cases.shared("many aliases",
               filled(kShared + "environment:\n  aliases:\n", numbered("    a", ": development\n")));
  cases.shared("many wrong aliases",
               filled(half + "environment:\n  aliases:\n", numbered("    a", ": developmen\n")));
  cases.shared("many variables",
               filled(kShared + "environment:\n  variables: [", numbered("V", ", "), "]\n"));
  cases.both(
      "many environments in both files",
      filled(kShared, numbered("  e", ": {strict: true}\n"), "", kLimit / 2),
      filled(kService + "environments:\n", numbered("  e", ": {pool: {connections: 2}}\n"), "", kLimit / 2));
}

void add_unknown(Cases& cases) {
  cases.shared("unknown groups", filled(kShared, numbered("    k", ": 1\n")));
  cases.shared("nearly known keys", filled(kShared, numbered("environmenta", ": 1\n")));
  cases.shared("long unknown keys",
               filled(kShared, numbered("    connectioconnectioconnectioconnectio", ": 1\n")));
  cases.shared("unknown settings",
               filled("redisconf: 1\ndefaults:\n  timeouts:\n", numbered("    k", ": 1\n")));
  cases.service("unknown keys of a service", filled(kService, numbered("k", ": 1\n")));
  cases.service("unknown environments", filled(kService + "environments:\n", numbered("  e", ": {}\n")));
  cases.service("unknown keys of a custom setting",
                filled(kService + "custom:\n  a:\n    type: string\n", numbered("    k", ": 1\n")));
  cases.service("wrong names", filled(kService + "caches:\n", numbered("  K", ": {}\n")));
  cases.service("custom settings without a type", filled(kService + "custom:\n", numbered("  c", ": {}\n")));
  cases.service("caches without a lifetime", filled(kService + "caches:\n", numbered("  c", ": {}\n")));
}

void add_large_services(Cases& cases) {
  const std::string customs =
      filled(kService + "custom:\n", numbered("  c", ": {type: integer, default: 1}\n"), "",
             kLimit * 7 / 10) +
      "environments:\n  development:\n    custom:\n";
  cases.service("many custom settings",
                filled(kService + "custom:\n", numbered("  c", ": {type: integer}\n")));
  cases.service("many custom strings",
                filled(kService + "custom:\n", numbered("  c", ": {type: string, default: x}\n")));
  cases.service("many custom settings, all set", filled(customs, numbered("      c", ": 2\n")));
  cases.service("many custom settings, all misspelt", filled(customs, numbered("      d", ": 2\n")));
  cases.service("values of an enum", filled(kService + "custom:\n  a:\n    type: enum\n    values: [",
                                            numbered("v", ", "), "]\n"));
  cases.service("many caches", filled(kService + "caches:\n", numbered("  c", ": {ttl: 1s}\n")));
  cases.service("many channels", filled(kService + "channels:\n", numbered("  c", ": {}\n")));
  cases.service("many queues", filled(kService + "queues:\n", numbered("  c", ": {}\n")));
  cases.service("a long summary", repeated(kService + "summary: ", "x ", "\n"));
  cases.service("a long word as summary", repeated(kService + "summary: ", "x", "\n"));
  cases.service("a summary of backslashes", repeated(kService + "summary: ", "\\ ", "\n"));
  cases.service("a string of question marks",
                repeated(kService + "custom:\n  a: {type: string, default: \"", "?", "\"}\n"));
}

}  // namespace

std::vector<WorstCase> worst_cases() {
  Cases cases;
  add_collections(cases);
  add_keys(cases);
  add_scalars(cases);
  add_refused(cases);
  add_environments(cases);
  add_unknown(cases);
  add_large_services(cases);
  return cases.take();
}

}  // namespace redisconf::bench
