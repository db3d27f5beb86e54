// Libraries hide their symbols by default; what is marked so is their public interface. A header
// marks its namespace, for the classes in it, and each free function: clang forgets the namespace's
// mark where a function is defined.
#pragma once

#define REDISCONF_PUBLIC __attribute__((visibility("default")))
