// The HTTP interface of the auth service.
//
//   POST   /sessions               {"user":"ada"} -> 201 {"session","expires_in"}; 429 while paused
//   GET    /sessions/<id>          200 {"user","expires_in"}, or 404
//   POST   /sessions/<id>/expire   {"seconds":60} -> 200 {"expires_in"}, or 404
//   DELETE /sessions/<id>          204, or 404
//   DELETE /users/<user>/sessions  200 {"revoked":2}
//   POST   /login-failures/<user>  200 {"failures","remaining"}; 429 once too many
//
// Times are whole seconds. A user is 1 to 64 of the characters A-Z a-z 0-9 . _ @ -.
// Without Redis every one of these answers 503: a session that only one process knows is worse
// than none.
#pragma once

#include "login_failures.h"
#include "sessions.h"

#include <redisconf/monitoring/http_server.h>

namespace auth {

void add_routes(redisconf::HttpServer& server, Sessions sessions, LoginFailures failures);

}  // namespace auth
