// Locks a result folder against other processes. The system releases the locks when a process ends
// for whatever reason.
#pragma once

#include <filesystem>

namespace kairos {

/// Keeps the file results.lock of a folder open. Each byte of the file is a separate lock.
class FolderLock {
 public:
  enum class Part : int {
    use,      ///< Shared by running processes; held alone while a new start puts results aside.
    opening,  ///< Held alone while the database is created or opened.
    report,   ///< Held alone while the files of a report are written.
  };

  /// Throws InputError if the file cannot be opened or is a symbolic link.
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  /// Takes the exclusive lock, also in place of a shared one. Returns false if another process
  /// holds the lock.
  [[nodiscard]] bool try_alone(Part part);
  /// Waits until it gets the exclusive lock.
  void wait_alone(Part part);
  /// Waits until it gets the shared lock, or turns an exclusive lock into a shared one.
  void share(Part part);
  void release(Part part);

 private:
  bool set(Part part, short type, bool wait);

  std::filesystem::path file_;
  int descriptor_ = -1;
};

}  // namespace kairos
