// Loads a configuration whose secrets come from variables of this process.
#pragma once

// False when it does not load. `wipe`: takes the secrets out of the environment, and writes what
// /proc/self/environ shows then to the file.
[[nodiscard]] bool load_from_variables(bool wipe, const char* environ_file);
