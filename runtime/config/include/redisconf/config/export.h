// Libraries hide their symbols by default; a namespace marked so is their public interface.
#pragma once

#define REDISCONF_PUBLIC __attribute__((visibility("default")))
