#include "routes.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace auth {
namespace {

using Json = nlohmann::ordered_json;
using redisconf::error_reply;
using redisconf::HttpReply;
using redisconf::HttpRequest;
using std::chrono::seconds;

constexpr std::string_view kUserCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._@-";
constexpr std::size_t kLongestUser = 64;
constexpr auto kUserPattern = "([A-Za-z0-9._@-]{1,64})";
constexpr auto kIdPattern = "([0-9a-f]{32})";

HttpReply json_reply(int status, const Json& body) { return {status, "application/json", body.dump()}; }

HttpReply no_session() { return error_reply(404, "there is no such session"); }

HttpReply paused() {
  return error_reply(429, "too many failed attempts: the account is paused for up to " +
                              std::to_string(LoginFailures::kPause.count()) + " minutes");
}

bool is_user(std::string_view user) {
  return !user.empty() && user.size() <= kLongestUser &&
         user.find_first_not_of(kUserCharacters) == std::string_view::npos;
}

// That member of the body; a null value when the body is no JSON object or has none.
Json member_of(const HttpRequest& request, const char* name) {
  const Json body = Json::parse(request.body, nullptr, false);
  return body.is_object() && body.contains(name) ? body[name] : Json();
}

HttpReply create(Sessions& sessions, LoginFailures& failures, const HttpRequest& request) {
  const Json user = member_of(request, "user");
  if (!user.is_string() || !is_user(user.get_ref<const std::string&>())) {
    return error_reply(400, R"(the body must be {"user":"<1 to 64 of A-Z a-z 0-9 . _ @ ->"})");
  }
  const auto& name = user.get_ref<const std::string&>();
  if (failures.is_paused(name)) return paused();
  failures.forget(name);
  const std::string id = sessions.create(name);
  const auto rest = std::chrono::duration_cast<seconds>(sessions.longest());
  return json_reply(201, {{"session", id}, {"expires_in", rest.count()}});
}

HttpReply show(Sessions& sessions, const HttpRequest& request) {
  const auto session = sessions.find(request.captures[0]);
  if (!session) return no_session();
  const auto rest = std::chrono::ceil<seconds>(session->expires_in);
  return json_reply(200, {{"user", session->user}, {"expires_in", rest.count()}});
}

HttpReply expire(Sessions& sessions, const HttpRequest& request) {
  const Json rest = member_of(request, "seconds");
  const auto longest = std::chrono::duration_cast<seconds>(sessions.longest()).count();
  const bool fits = rest.is_number_unsigned() && rest.get<std::uint64_t>() >= 1 &&
                    rest.get<std::uint64_t>() <= static_cast<std::uint64_t>(longest);
  if (!fits) {
    return error_reply(400, R"(the body must be {"seconds":<1 to )" + std::to_string(longest) + ">}");
  }
  if (!sessions.expire(request.captures[0], seconds(rest.get<long long>()))) return no_session();
  return json_reply(200, {{"expires_in", rest}});
}

HttpReply revoke(Sessions& sessions, const HttpRequest& request) {
  return sessions.revoke(request.captures[0]) ? HttpReply{204, {}, {}} : no_session();
}

HttpReply count_failure(LoginFailures& failures, const HttpRequest& request) {
  const long long count = failures.count_one(request.captures[0]);
  if (count > failures.most()) return paused();
  return json_reply(200, {{"failures", count}, {"remaining", failures.most() - count}});
}

}  // namespace

void add_routes(redisconf::HttpServer& server, Sessions sessions, LoginFailures failures) {
  const std::string session = std::string("/sessions/") + kIdPattern;
  server.on_post("/sessions", [sessions, failures](const HttpRequest& request) mutable {
    return create(sessions, failures, request);
  });
  server.on_get(session, [sessions](const HttpRequest& request) mutable { return show(sessions, request); });
  server.on_post(session + "/expire",
                 [sessions](const HttpRequest& request) mutable { return expire(sessions, request); });
  server.on_delete(session,
                   [sessions](const HttpRequest& request) mutable { return revoke(sessions, request); });
  server.on_delete(std::string("/users/") + kUserPattern + "/sessions",
                   [sessions](const HttpRequest& request) mutable {
                     return json_reply(200, {{"revoked", sessions.revoke_all(request.captures[0])}});
                   });
  server.on_post(std::string("/login-failures/") + kUserPattern,
                 [failures](const HttpRequest& request) mutable { return count_failure(failures, request); });
}

}  // namespace auth
