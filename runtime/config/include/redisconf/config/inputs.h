// What load() reads: environment variables and the files that they name.
//
// A program uses Inputs::process(); a test passes exactly the variables that it means.
// Kept free of standard headers, because every wrapper includes it.
//
// Ownership:     copies what it is given, variables into memory that core dumps leave out (secret.h);
//                process() refers to the live process environment.
// Thread-safety: const members may run concurrently; others need outside locking. As with
//                getenv(), process() must not run beside a thread that calls setenv().
#pragma once

#include <redisconf/config/export.h>

#include <initializer_list>

namespace redisconf REDISCONF_PUBLIC {

class SecretProvider;
class ServiceConfig;

class Inputs {
 public:
  struct Variable {
    const char* name;
    const char* value;
  };

  // The environment of this process, and its files.
  [[nodiscard]] static Inputs process();

  // Only these variables; files come from set_file() and then from the file system.
  [[nodiscard]] static Inputs from(std::initializer_list<Variable> variables);

  Inputs(const Inputs& other);
  Inputs(Inputs&& other) noexcept;
  Inputs& operator=(Inputs other) noexcept;
  ~Inputs();

  void set(const char* name, const char* value);
  void unset(const char* name);

  // Takes any string class that has c_str().
  template <class String>
  requires requires(const String& text) { text.c_str(); }
  void set(const char* name, const String& value) { set(name, value.c_str()); }

  // A file that exists only for this object; wins over the file system.
  void set_file(const char* path, const char* content);

  // Where `.env.<environment>` and `.env` are looked for; "" is the current folder, as process() has
  // it. nullptr: nowhere, as from() has it.
  void set_env_folder(const char* path);

  // Asks it for the secrets that the schema names, before the built-in places but after variables
  // (secret_provider.h). Not owned: it must outlive every load().
  void add_provider(SecretProvider& provider);

  // Takes the secrets that the configuration's service may read out of the process's environment:
  // their bytes are overwritten where they stand, what was passed to main() included, and the
  // variables unset. Of URL variables those go that hold a password, or that can't be read. Children
  // started from now on inherit none, and /proc/<pid>/environ and core dumps show none.
  //
  // This object and its copies, also those made before, keep the values in the memory of Secret, so
  // that later loads from them find what they need; another Inputs::process() does not. Variables
  // that are set again afterwards win. What other code copied (setenv() keeps replaced values) stays.
  // Call it while no other thread reads the environment or loads. Does nothing to what from() gave.
  void wipe_secret_variables(const ServiceConfig& config);

  // The variable's value; nullptr when it is not set. Valid until this object changes.
  [[nodiscard]] const char* find(const char* name) const noexcept;

 private:
  friend class InputFiles;  // reads files for the loader (src/input_files.h)
  struct Store;

  explicit Inputs(bool live);

  Store* store_;
};

}  // namespace redisconf
