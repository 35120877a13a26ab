// The result folder of an experiment while runs are written into it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

#include "experiments/store/folder_lock.hpp"
#include "experiments/store/result_store.hpp"

namespace kairos {

enum class Start {
  anew,    ///< Puts existing results aside, under a number.
  resume,  ///< Adds to existing results.
};

/// A hash of everything that determines a report of the chosen runs.
std::string report_fingerprint(const ResultStore& store, const Provenance& provenance);

/// Owns a result folder during a batch of runs. No process can start anew in a folder that another
/// one uses; processes that resume share it. Throws InputError if the folder is in use or cannot be
/// written.
class ResultFolder {
 public:
  ResultFolder(const std::filesystem::path& path, const std::string& experiment, Start start);

  /// The files of a report, except charts. They are listed before they are written, so that those
  /// of an interrupted report are found, too.
  static const std::vector<std::string>& usual_files();

  [[nodiscard]] ResultStore& store() { return store_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Throws InputError if the folder or its database was deleted, renamed or replaced.
  void check_still_there() const;

  /// Calls `write`, which writes files into the folder, and remembers those files. Does nothing if
  /// the last report had the same `made_of` and its files are unchanged. Processes that share the
  /// folder write their reports one after the other.
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
