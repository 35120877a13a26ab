#include "experiments/files/write_output.hpp"

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "experiments/files/replace_file.hpp"
#include "experiments/files/safe_name.hpp"
#include "sim/base/error.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

/// The descriptor of a path such as "/dev/stdout", which names an open stream; -1 for other paths.
/// Opening it again would truncate the file to which the shell directs it.
int open_stream(const fs::path& path) {
  const std::string name = path.string();
  if (name == "/dev/stdout") return STDOUT_FILENO;
  if (name == "/dev/stderr") return STDERR_FILENO;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!name.starts_with(folder)) continue;
    int number = -1;
    const char* end = name.data() + name.size();
    const auto [rest, error] = std::from_chars(name.data() + folder.size(), end, number);
    if (error == std::errc{} && rest == end) return number;
  }
  return -1;
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto count = write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

/// The target of symbolic links, which need not exist yet.
fs::path target_of(fs::path path) {
  std::error_code unknown;
  constexpr int most_links = 40;  // Linux follows so many links.
  for (int i = 0; i < most_links && fs::is_symlink(fs::symlink_status(path, unknown)); ++i) {
    path = path.parent_path() / fs::read_symlink(path);
  }
  return path;
}

/// Writes to a descriptor and closes it. A negative one is an error, which errno describes.
void write_and_close(int descriptor, const fs::path& path, std::string_view text) {
  const bool is_written = descriptor >= 0 && write_all(descriptor, text);
  int error = errno;
  if (descriptor >= 0 && close(descriptor) != 0 && is_written)
    error = errno;
  else if (is_written)
    return;
  throw InputError(shown_path(path) + ": cannot be written (" + std::strerror(error) +
                   "); choose another place for the output");
}

}  // namespace

void write_output(const fs::path& path, std::string_view text) {
  if (const int number = open_stream(path); number >= 0) {
    std::cout.flush();
    std::fflush(stdout);
    return write_and_close(fcntl(number, F_DUPFD_CLOEXEC, 0), path, text);
  }
  std::error_code unknown;
  const fs::file_status target = fs::status(path, unknown);
  if (fs::is_directory(target)) {
    throw InputError(shown_path(path) + ": is a folder; give the name of a file in it");
  }
  if (fs::exists(target) && !fs::is_regular_file(target)) {
    return write_and_close(open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY), path, text);
  }
  replace_file(target_of(path), [&](std::ostream& file) { file << text; });
}

}  // namespace kairos
