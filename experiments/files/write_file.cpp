#include "experiments/files/write_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include <fcntl.h>
#include <unistd.h>

#include "experiments/files/replace_file.hpp"
#include "experiments/files/safe_name.hpp"
#include "sim/base/error.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

fs::path list_in(const fs::path& folder) {
  return folder / ".kairos_files";
}

/// The status of the path itself; links are not followed.
fs::file_status status_of(const fs::path& path) {
  std::error_code unknown;
  return fs::symlink_status(path, unknown);
}

bool is_listed(const fs::path& path) {
  const fs::path list = list_in(path.parent_path());
  if (!fs::is_regular_file(status_of(list))) return false;
  std::ifstream lines(list);
  const std::string name = path.filename().string();
  for (std::string line; std::getline(lines, line);) {
    if (line == name) return true;
  }
  return false;
}

/// Throws if the list is not a regular file: writing to a link would change its target.
void refuse_other_list(const fs::path& list) {
  const fs::file_status status = status_of(list);
  if (!fs::exists(status) || fs::is_regular_file(status)) return;
  throw InputError(
      shown_path(list) +
      ": is not the list of files that Kairos keeps here; remove it, or choose another folder");
}

void refuse_foreign(const fs::path& path) {
  const fs::file_status status = status_of(path);
  if (!fs::exists(status) || (fs::is_regular_file(status) && is_listed(path))) return;
  throw InputError(shown_path(path) +
                   ": Kairos has not written this and will not replace it; move it away, or choose "
                   "another folder with --out");
}

}  // namespace

void write_file(const fs::path& path, const std::string& text) {
  write_file(path, [&](std::ostream& file) { file << text; });
}

void write_file(const fs::path& path, const std::function<void(std::ostream&)>& write) {
  refuse_foreign(path);
  list_as_own(path);
  replace_file(path, write);
}

bool is_own_file(const fs::path& path) {
  return fs::is_regular_file(status_of(path)) && is_listed(path);
}

/// Each line is appended by one call, so that no lines are lost if processes share a folder.
void list_as_own(const fs::path& path) {
  if (is_listed(path)) return;
  const fs::path list = list_in(path.parent_path());
  refuse_other_list(list);
  constexpr int flags = O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC;
  const int file = open(list.c_str(), flags, 0666);
  const std::string line = path.filename().string() + '\n';
  const bool is_written =
      file >= 0 && write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  const int error = errno;
  if (file >= 0) close(file);
  if (is_written) return;
  throw InputError(shown_path(path) + ": cannot be written (" + std::strerror(error) +
                   "); choose a writable folder with free space");
}

void claim_folder(const fs::path& folder, const std::string& witness,
                  std::span<const std::string> names) {
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (!fs::is_directory(folder, problem)) {
    throw InputError(shown_path(folder) + ": the folder cannot be created" +
                     (problem ? " (" + problem.message() + ")" : "") +
                     "; choose another folder with --out");
  }
  const bool is_of_earlier_version =
      !fs::exists(status_of(list_in(folder))) && fs::is_regular_file(status_of(folder / witness));
  for (const std::string& name : names) {
    const fs::path file = folder / name;
    if (is_of_earlier_version && fs::is_regular_file(status_of(file))) list_as_own(file);
    refuse_foreign(file);
  }
}

}  // namespace kairos
