// Redis addresses in any string, whatever it is for.
#pragma once

#include <cstddef>
#include <string>

#include "scan/file_sites.h"
#include "scan/raw_value.h"

namespace redisconf::compiler::scan {

// Adds what stands in `text`, which has gone through with_holes() and begins at `offset` of the
// file: Redis URLs, "host:6379", "host:6380,password=...". True when there was something.
bool add_addresses(FileSites& sites, std::size_t site, const std::string& text, std::size_t offset);

}  // namespace redisconf::compiler::scan
