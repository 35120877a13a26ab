#include "experiments/files/replace_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <random>

#include <ext/stdio_filebuf.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "experiments/files/safe_name.hpp"
#include "sim/base/error.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path, int error) {
  throw InputError(shown_path(path) + ": cannot be written (" + std::strerror(error) +
                   "); choose a writable folder with free space");
}

/// A file name that nobody can predict and that is short enough for every file system.
std::string draft_name() {
  std::random_device random;
  return fmt::format(".kairos_{:08x}{:08x}.unfinished", random(), random());
}

/// A new file that is removed unless it is renamed.
class Draft {
 public:
  explicit Draft(const fs::path& target) : target_(target), path_(target.parent_path()) {
    constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    constexpr mode_t everybody = 0666;  // The user's umask reduces these permissions.
    path_ /= draft_name();
    descriptor_ = open(path_.c_str(), flags, everybody);
    if (descriptor_ < 0) refuse(target, errno);
  }
  ~Draft() {
    if (!path_.empty()) unlink(path_.c_str());
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  void fill(const std::function<void(std::ostream&)>& write) {
    __gnu_cxx::stdio_filebuf<char> buffer(descriptor_, std::ios::out | std::ios::binary);
    std::ostream stream(&buffer);
    errno = 0;
    write(stream);
    const bool is_complete = stream.flush() && buffer.close() != nullptr;
    if (!is_complete) refuse(target_, errno != 0 ? errno : ENOSPC);
  }
  void rename() {
    if (std::rename(path_.c_str(), target_.c_str()) != 0) refuse(target_, errno);
    path_.clear();
  }

 private:
  fs::path target_, path_;
  int descriptor_;
};

}  // namespace

void replace_file(const fs::path& path, const std::function<void(std::ostream&)>& write) {
  Draft draft(path);
  draft.fill(write);
  draft.rename();
}

}  // namespace kairos
