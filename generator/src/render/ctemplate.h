// The template library, with the header that its own headers forget.
#pragma once

#include <cstring>

// After <cstring>: ctemplate 2.4 calls strlen() without a declaration.
#include <ctemplate/template.h>
#include <ctemplate/template_dictionary.h>
