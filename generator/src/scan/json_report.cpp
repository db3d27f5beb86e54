#include <redisconf/config/catalogue.h>

#include "scan/report.h"
#include "text/utf8.h"

namespace redisconf::compiler::scan {
namespace {

// RFC 8259, 7: printable() leaves tabs as the only control character.
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : printable(text)) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\t') {
      result += "\\t";
    } else {
      result += c;
    }
  }
  return result + '"';
}

// Writes objects and lists with indentation; the caller balances begin and end.
class JsonWriter {
 public:
  void begin(std::string_view key, char bracket) {
    item(key);
    text_ += bracket;
    ++depth_;
    first_ = true;
  }
  void end(char bracket) {
    --depth_;
    if (!first_) new_line();
    first_ = false;
    text_ += bracket;
  }
  void add(std::string_view key, std::string_view value) { raw(key, quoted(value)); }
  void add(std::string_view key, std::size_t value) { raw(key, std::to_string(value)); }
  void add_flag(std::string_view key, bool value) { raw(key, value ? "true" : "false"); }

  std::string finish() { return std::move(text_) + '\n'; }

 private:
  void raw(std::string_view key, const std::string& value) {
    item(key);
    text_ += value;
    first_ = false;
  }
  void item(std::string_view key) {
    if (!first_) text_ += ',';
    if (depth_ > 0) new_line();
    if (!key.empty()) text_ += quoted(key) + ": ";
  }
  void new_line() {
    text_ += '\n';
    text_.append(depth_ * 2, ' ');
  }

  std::string text_;
  std::size_t depth_ = 0;
  bool first_ = true;
};

std::string_view source_name(ValueSource source) noexcept {
  switch (source) {
    case ValueSource::literal:
      return "literal";
    case ValueSource::variable:
      return "variable";
    case ValueSource::computed:
      return "computed";
  }
  return {};
}

void add_summary(JsonWriter& json, const Inventory& inventory, const Review& review) {
  json.begin("summary", '{');
  for (const SummaryLine& line : summary_lines(inventory, review)) json.add(line.key, line.count);
  json.begin("not_read", '{');
  json.add("too_large", inventory.skipped.too_large);
  json.add("binary", inventory.skipped.binary);
  json.add("minified", inventory.skipped.minified);
  json.add("unreadable", inventory.skipped.unreadable);
  json.end('}');
  json.end('}');
}

void add_setting(JsonWriter& json, const SettingReview& setting) {
  json.begin("", '{');
  json.add("setting", setting.setting);
  json.add_flag("in_catalogue", setting.in_catalogue);
  json.add_flag("contradiction", setting.contradiction);
  json.begin("values", '[');
  for (const ValueGroup& group : setting.values) {
    json.begin("", '{');
    json.add("value", group.text);
    json.add("count", group.places.size());
    json.begin("places", '[');
    for (const FoundAt& found : group.places)
      json.add("", place_text(found.site->file, found.finding->place));
    json.end(']');
    json.end('}');
  }
  json.end(']');
  json.end('}');
}

void add_finding(JsonWriter& json, const Finding& finding) {
  json.begin("", '{');
  json.add("setting", finding.setting);
  json.add_flag("in_catalogue", find_setting(finding.setting) != nullptr);
  json.add("spelling", finding.spelling);
  json.add("source", source_name(finding.value.source));
  if (finding.value.source == ValueSource::literal) json.add("value", finding.value.text);
  if (finding.value.source == ValueSource::variable) json.add("variable", finding.value.variable);
  if (finding.value.fallback) json.add("fallback", *finding.value.fallback);
  if (finding.value.secret) json.add_flag("secret_in_source", true);
  json.add("line", finding.place.line);
  json.add("column", finding.place.column);
  json.end('}');
}

void add_site(JsonWriter& json, const SiteReview& review) {
  const Site& site = *review.site;
  json.begin("", '{');
  json.add("file", site.file);
  json.add("line", site.place.line);
  json.add("column", site.place.column);
  json.add("what", site.what);
  json.add_flag("takes_settings_from_elsewhere", site.opaque);
  json.begin("risks", '[');
  for (const RiskReview& risk : review.risks) {
    json.begin("", '{');
    json.add("risk", risk_name(risk.risk));
    json.begin("places", '[');
    for (const Place& place : risk.places) json.add("", place_text(site.file, place));
    json.end(']');
    json.end('}');
  }
  json.end(']');
  json.begin("settings", '[');
  for (const Finding& finding : site.findings) add_finding(json, finding);
  json.end(']');
  json.begin("arguments_without_a_setting", '[');
  for (const std::string& name : site.unknown) json.add("", name);
  json.end(']');
  json.end('}');
}

}  // namespace

std::string json_report(const Inventory& inventory, const Review& review) {
  JsonWriter json;
  json.begin("", '{');
  json.add("format", std::size_t{1});
  add_summary(json, inventory, review);
  json.begin("settings", '[');
  for (const SettingReview& setting : review.settings) add_setting(json, setting);
  json.end(']');
  json.begin("configurations", '[');
  for (const SiteReview& site : review.sites) add_site(json, site);
  json.end(']');
  json.end('}');
  return json.finish();
}

}  // namespace redisconf::compiler::scan
