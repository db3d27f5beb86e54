#include "reply_builder.h"

#include "escape.h"

#include <hiredis/read.h>

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

namespace redisconf {

struct ReplyBuilder::Callbacks {
  // An array grows as its elements come, whatever its header promises. While an element is being
  // built its array gets no other, so pointers to elements stay valid.
  static Reply& slot(const redisReadTask* task) {
    if (task->parent == nullptr) {
      auto& root = *static_cast<Reply*>(task->privdata);
      if (is_spent(root)) {
        root.kind_ = Reply::Kind::nil;
      } else {
        root = Reply();
      }
      return root;
    }
    return static_cast<Reply*>(task->parent->obj)->elements_.emplace_back();
  }

  // No exception may pass through C: hiredis takes a null pointer for "out of memory".
  template <class Build>
  static void* guarded(const redisReadTask* task, const Build& build) noexcept try {
    Reply& reply = slot(task);
    build(reply);
    return &reply;
  } catch (const std::exception&) {
    return nullptr;
  }

  static void* create_string(const redisReadTask* task, char* text, std::size_t size) noexcept {
    return guarded(task, [&](Reply& reply) {
      const bool inner_error = task->type == REDIS_REPLY_ERROR && task->parent != nullptr;
      if (inner_error) {
        reply.text_ = escaped({text, size});
      } else {
        reply.text_.assign(text, size);
      }
      reply.kind_ = task->type == REDIS_REPLY_STRING   ? Reply::Kind::string
                    : task->type == REDIS_REPLY_STATUS ? Reply::Kind::status
                                                       : Reply::Kind::error;
    });
  }

  static void* create_array(const redisReadTask* task, int size) noexcept {
    constexpr int kMostReserved = 1024;
    return guarded(task, [&](Reply& reply) {
      reply.kind_ = Reply::Kind::array;
      reply.elements_.reserve(static_cast<std::size_t>(std::clamp(size, 0, kMostReserved)));
    });
  }

  static void* create_integer(const redisReadTask* task, long long number) noexcept {
    return guarded(task, [&](Reply& reply) {
      reply.kind_ = Reply::Kind::integer;
      reply.number_ = number;
    });
  }

  static void* create_nil(const redisReadTask* task) noexcept {
    return guarded(task, [](Reply&) {});
  }

  // The root's owner frees it.
  static void free_object(void*) noexcept {}
};

redisReplyObjectFunctions* ReplyBuilder::functions() noexcept {
  static redisReplyObjectFunctions functions{Callbacks::create_string, Callbacks::create_array,
                                             Callbacks::create_integer, Callbacks::create_nil,
                                             Callbacks::free_object};
  return &functions;
}

std::string ReplyBuilder::take_text(Reply& reply) noexcept { return std::move(reply.text_); }

}  // namespace redisconf
