#include "vcs/revision.h"

#include <redisconf/config/suggest.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "output/writer.h"
#include "text/utf8.h"
#include "vcs/git.h"

namespace redisconf::compiler {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSinceParting = "...";

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

// The parts of `text` that end in `separator`.
std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return parts;
}

// "main" is often there as origin/main alone, in a checkout of a build server.
std::string nearest_reference(const Git& git, const std::string& revision) {
  const GitOutput references = git.run({"for-each-ref", "--format=%(refname:short)"});
  auto names = split(references.output, '\n');
  names.emplace_back("HEAD");
  for (const std::string_view name : names) {
    if (name.ends_with('/' + revision)) return std::string(name);
  }
  return std::string(nearest_name(revision, names));
}

[[noreturn]] void refuse_revision(const Git& git, const std::string& revision) {
  const std::string nearest = nearest_reference(git, revision);
  const bool shallow = git.run({"rev-parse", "--is-shallow-repository"}).output.starts_with("true");
  std::string fix = nearest.empty() ? "name a commit, branch or tag; `git fetch` gets new ones"
                                    : "did you mean '" + printable(nearest) + "'?";
  if (shallow) {
    fix = "the checkout is shallow: `git fetch --unshallow` (actions/checkout: fetch-depth: 0)" +
          (nearest.empty() ? "" : "; or " + fix);
  }
  throw GitFault("'" + printable(revision) + "' is neither a folder nor a git revision", fix);
}

// Full name of the commit; nothing when there is none. A word that begins with '-' is an option.
std::optional<std::string> find_commit(const Git& git, const std::string& revision) {
  if (revision.empty() || revision.starts_with('-')) return {};
  const GitOutput found = git.run({"rev-parse", "--verify", "--quiet", revision + "^{commit}"});
  if (found.status != 0) return {};
  return first_line(found.output);
}

std::string commit_of(const Git& git, const std::string& revision) {
  const bool parting = revision.ends_with(kSinceParting);
  const std::string name = parting ? revision.substr(0, revision.size() - kSinceParting.size()) : revision;
  const auto commit = find_commit(git, name);
  if (!commit) refuse_revision(git, name);
  if (!parting) return *commit;
  const GitOutput base = git.run({"merge-base", *commit, "HEAD"});
  if (base.status == 0) return first_line(base.output);
  throw GitFault("'" + printable(name) + "' and HEAD have no common commit here",
                 "fetch more history: `git fetch --unshallow` (actions/checkout: fetch-depth: 0)");
}

struct Blob {
  std::string object;
  std::string path;  // from the repository's root
};

// "100644 blob <object>\t<path>" of git-ls-tree(1).
std::optional<Blob> read_entry(std::string_view entry) {
  const std::size_t tab = entry.find('\t');
  const auto words = split(entry.substr(0, tab), ' ');
  if (tab == std::string_view::npos || words.size() != 3) return {};
  if (!words[0].starts_with("100")) return {};  // no symbolic link, no submodule
  return Blob{std::string(words[2]), std::string(entry.substr(tab + 1))};
}

bool is_service_file(const fs::path& path, const fs::path& services) {
  return path.parent_path() == services && (path.extension() == ".yaml" || path.extension() == ".yml");
}

std::vector<Blob> list_schema(const Git& git, const std::string& commit, const std::string& schema) {
  const fs::path services = fs::path(schema).parent_path() / "services";
  const std::string listed =
      git.ask({"ls-tree", "-r", "-z", "--full-tree", commit, "--", schema, services.string()});
  std::vector<Blob> blobs;
  for (const std::string_view entry : split(listed, '\0')) {
    auto blob = read_entry(entry);
    if (blob && (blob->path == schema || is_service_file(blob->path, services))) {
      blobs.push_back(std::move(*blob));
    } else if (!blob && entry.ends_with('\t' + schema)) {
      throw GitFault(printable(schema) + " is a symbolic link there", "compare with a folder: --against DIR");
    }
  }
  return blobs;
}

// One answer of `git cat-file --batch`: "<object> blob <size>\n<bytes>\n".
std::string_view take_blob(std::string_view& answers) {
  const std::size_t line = answers.find('\n');
  const auto words = split(answers.substr(0, line), ' ');
  std::size_t size = 0;
  const bool whole = line != std::string_view::npos && words.size() == 3;
  if (whole) std::from_chars(words[2].data(), words[2].data() + words[2].size(), size);
  if (!whole || answers.size() < line + 1 + size) {
    throw GitFault("git does not hold the files of the revision", "fetch them: `git fetch --refetch`");
  }
  const std::string_view bytes = answers.substr(line + 1, size);
  answers.remove_prefix(std::min(answers.size(), line + 1 + size + 1));
  return bytes;
}

void write_blobs(const Git& git, const std::vector<Blob>& blobs, const std::string& folder) {
  std::string objects;
  for (const Blob& blob : blobs) objects += blob.object + '\n';
  const std::string stored = git.ask({"cat-file", "--batch"}, objects);
  std::string_view answers = stored;
  for (const Blob& blob : blobs) {
    const std::string path = (fs::path(folder) / blob.path).string();
    const WriteResult written = write_always(path, take_blob(answers));
    if (written.failed()) {
      throw GitFault(path + " can't be written: " + written.error,
                     "make room, or set TMPDIR to a folder that you may write");
    }
  }
}

}  // namespace

RevisionSchema extract_schema(const std::string& schema_path, const std::string& revision,
                              const PrivateFolder& target) {
  if (target.path().empty()) {
    throw GitFault("no temporary folder can be made: " + target.error(),
                   "set TMPDIR to a folder that you may write");
  }
  const fs::path path(schema_path);
  const Git git(path.parent_path().string(), target.path());
  RevisionSchema found;
  found.path_in_git = first_line(git.ask({"rev-parse", "--show-prefix"})) + path.filename().string();
  found.commit = commit_of(git, revision);
  const std::vector<Blob> blobs = list_schema(git, found.commit, found.path_in_git);
  const bool exists =
      std::ranges::any_of(blobs, [&found](const Blob& blob) { return blob.path == found.path_in_git; });
  if (!exists) return found;
  const std::string folder = target.path() + "/tree";
  write_blobs(git, blobs, folder);
  found.schema_path = (fs::path(folder) / found.path_in_git).string();
  return found;
}

}  // namespace redisconf::compiler
