#include "experiments/store/folder_lock.hpp"

#include <cerrno>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include "sim/base/error.hpp"

namespace kairos {

FolderLock::FolderLock(const std::filesystem::path& folder) : file_(folder / "results.lock") {
  constexpr mode_t for_all = 0666;  // The user's umask reduces these permissions.
  descriptor_ = open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, for_all);
  if (descriptor_ >= 0) return;
  const std::string reason = errno == ELOOP ? "it is a symbolic link" : std::strerror(errno);
  throw InputError(file_.string() + ": cannot be opened (" + reason +
                   "); choose a writable folder");
}

FolderLock::~FolderLock() {
  close(descriptor_);
}

// Locks of an open file description belong to this object and not to the process, so two stores of
// one process exclude each other too.
bool FolderLock::set(Part part, short type, bool wait) {
  struct flock lock {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  lock.l_start = static_cast<off_t>(part);
  lock.l_len = 1;
  while (fcntl(descriptor_, wait ? F_OFD_SETLKW : F_OFD_SETLK, &lock) != 0) {
    if (errno == EINTR) continue;
    if (!wait && (errno == EAGAIN || errno == EACCES)) return false;
    throw InputError(file_.string() + ": cannot be locked (" + std::strerror(errno) +
                     "); choose a folder on a file system with file locks");
  }
  return true;
}

bool FolderLock::try_alone(Part part) {
  return set(part, F_WRLCK, false);
}
void FolderLock::wait_alone(Part part) {
  set(part, F_WRLCK, true);
}
void FolderLock::share(Part part) {
  set(part, F_RDLCK, true);
}
void FolderLock::release(Part part) {
  set(part, F_UNLCK, true);
}

}  // namespace kairos
