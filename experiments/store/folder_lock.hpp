// Locks of a result folder against other processes. The system releases them when a process ends,
// however it ends.
#pragma once

#include <filesystem>

namespace kairos {

/// Holds the file results.lock of a folder open. Each byte of it is a lock of its own.
class FolderLock {
 public:
  enum class Part : int {
    use,      ///< Shared by runs that resume, held alone while a new start puts results aside.
    opening,  ///< Held alone while the database is created or opened.
    report,   ///< Held alone while the files of a report are written.
  };

  /// Throws InputError when the file cannot be opened or is a link.
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  /// Takes a lock for this process alone, or turns a shared one into that. False when another
  /// process holds it.
  [[nodiscard]] bool try_alone(Part part);
  /// Waits for it.
  void wait_alone(Part part);
  /// Waits until no process holds it alone, or gives up to hold it alone.
  void share(Part part);
  void release(Part part);

 private:
  bool set(Part part, short type, bool wait);

  std::filesystem::path file_;
  int descriptor_ = -1;
};

}  // namespace kairos
