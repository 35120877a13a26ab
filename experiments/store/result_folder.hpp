// The folder of results that a batch of runs writes into, while it does.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

#include "experiments/store/folder_lock.hpp"
#include "experiments/store/result_store.hpp"

namespace kairos {

enum class Start {
  anew,    ///< Puts the results that are there aside, under a number.
  resume,  ///< Adds to them.
};

/// A hash of all that a report of the chosen runs depends on.
std::string report_fingerprint(const ResultStore& store, const Provenance& provenance);

/// Keeps processes from starting anew in a folder that another one uses. Those that resume share
/// it. Throws InputError when the folder is in use or cannot be written.
class ResultFolder {
 public:
  ResultFolder(const std::filesystem::path& path, const std::string& experiment, Start start);

  [[nodiscard]] ResultStore& store() { return store_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Throws InputError when the folder or its database was deleted, renamed or replaced.
  void check_still_there() const;

  /// Calls `write`, which writes files into the folder, and remembers which these were. Does
  /// nothing when they were made of the same and are all as they were left. Processes that share
  /// the folder write one after the other.
  template <class Write>
  void report(const std::string& made_of, Write write) {
    const ReportTurn turn(lock_);
    if (is_current(made_of)) return;
    const std::vector<ReportFile> before = files();
    announce(before);
    write();
    remember(made_of, before);
  }

 private:
  struct Identity {
    dev_t device = 0;
    ino_t inode = 0;
    bool operator==(const Identity&) const = default;
  };
  class ReportTurn {
   public:
    explicit ReportTurn(FolderLock& lock) : lock_(lock) {
      lock_.wait_alone(FolderLock::Part::report);
    }
    ~ReportTurn() { lock_.release(FolderLock::Part::report); }
    ReportTurn(const ReportTurn&) = delete;
    ReportTurn& operator=(const ReportTurn&) = delete;

   private:
    FolderLock& lock_;
  };

  static Identity identity_of(const std::filesystem::path& path);
  ResultStore open(const std::string& experiment, Start start);
  [[nodiscard]] std::vector<ReportFile> files() const;
  [[nodiscard]] bool is_current(const std::string& made_of) const;
  void announce(const std::vector<ReportFile>& before);
  void remember(const std::string& made_of, const std::vector<ReportFile>& before);

  std::filesystem::path path_;
  FolderLock lock_;
  ResultStore store_;
  Identity folder_, database_;
};

}  // namespace kairos
