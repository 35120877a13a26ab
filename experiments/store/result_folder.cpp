#include "experiments/store/result_folder.hpp"

#include <algorithm>
#include <set>

#include <sys/stat.h>

#include "experiments/experiment/sweep.hpp"
#include "experiments/store/put_aside.hpp"
#include "sim/base/error.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;
using Part = FolderLock::Part;

/// Creates the folder if there is none, and returns its path.
fs::path made(const fs::path& path) {
  std::error_code problem;
  fs::create_directories(path, problem);
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return path;
  throw InputError(path.string() + ": the folder cannot be created (" +
                   (problem ? problem.message() : "a file with this name exists") +
                   "); choose another folder for the results");
}

/// The name, size and time of change of a regular file, as a list of one. The list is empty for
/// folders, links and other files.
std::vector<ReportFile> described(const fs::directory_entry& entry) {
  struct stat status {};
  if (lstat(entry.path().c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  constexpr std::int64_t ns_per_s = 1'000'000'000;
  return {{entry.path().filename().string(), status.st_size,
           status.st_mtim.tv_sec * ns_per_s + status.st_mtim.tv_nsec}};
}

/// True for the database, its lock, earlier results and hidden files.
bool is_of_the_store(const std::string& name) {
  return name.starts_with("results.") || name.starts_with("previous") || name.starts_with('.');
}

}  // namespace

std::string report_fingerprint(const ResultStore& store, const Provenance& provenance) {
  std::string text = provenance.version + provenance.git_commit + provenance.configuration_hash;
  std::vector<std::size_t> open = store.unfinished();
  for (const RunKey& key : store.keys()) text += key.hash;
  for (const std::size_t i : open) text += ' ' + std::to_string(i);
  return hash_of(text);
}

ResultFolder::ResultFolder(const fs::path& path, const std::string& experiment, Start start)
    : path_(made(path)),
      lock_(path_),
      store_(open(experiment, start)),
      folder_(identity_of(path_)),
      database_(identity_of(path_ / "results.sqlite")) {}

ResultStore ResultFolder::open(const std::string& experiment, Start start) {
  if (start == Start::resume) {
    lock_.share(Part::use);
    lock_.wait_alone(Part::opening);
    refuse_links(path_);
    ResultStore store(path_, experiment);
    lock_.release(Part::opening);
    return store;
  }
  if (!lock_.try_alone(Part::use)) {
    throw InputError(path_.string() +
                     ": another run is writing to this folder; wait until it has ended, choose "
                     "another folder with --out, or add to its results with --resume");
  }
  refuse_links(path_);
  put_aside(path_);
  ResultStore store(path_, experiment);
  lock_.share(Part::use);
  return store;
}

ResultFolder::Identity ResultFolder::identity_of(const fs::path& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return {};
  return {status.st_dev, status.st_ino};
}

void ResultFolder::check_still_there() const {
  if (identity_of(path_) == folder_ && identity_of(path_ / "results.sqlite") == database_) return;
  throw InputError(path_.string() +
                   ": the result folder was deleted, renamed or replaced during the run; if it was "
                   "renamed, it has the finished runs, so continue in it with --resume --out");
}

const std::vector<std::string>& ResultFolder::usual_files() {
  static const std::vector<std::string> names = {"experiment.yaml", "runs.csv", "subjects.csv",
                                                 "summary.csv",     "wall.csv", "tasks.csv",
                                                 "plot.svg"};
  return names;
}

std::vector<ReportFile> ResultFolder::files() const {
  std::vector<ReportFile> found;
  std::error_code problem;
  for (const fs::directory_entry& entry : fs::directory_iterator(path_, problem)) {
    for (ReportFile& file : described(entry)) {
      if (!is_of_the_store(file.name)) found.push_back(std::move(file));
    }
  }
  return found;
}

bool ResultFolder::is_current(const std::string& made_of) const {
  const std::vector<ReportFile> written = store_.report_files();
  if (written.empty() || store_.report_made_of() != made_of) return false;
  const std::vector<ReportFile> present = files();
  return std::ranges::all_of(written, [&](const ReportFile& file) {
    return std::ranges::find(present, file) != present.end();
  });
}

/// Marks the report as incomplete, and lists the files that it is going to create. They are listed
/// with size -1, which no file has.
void ResultFolder::announce(const std::vector<ReportFile>& before) {
  std::vector<ReportFile> ours = store_.report_files();
  for (const std::string& name : usual_files()) {
    const auto is_it = [&](const ReportFile& file) { return file.name == name; };
    if (std::ranges::none_of(before, is_it) && std::ranges::none_of(ours, is_it)) {
      ours.push_back({name, -1, 0});
    }
  }
  store_.set_report("", ours);
}

/// Marks the report as complete, and lists its files: those that are new or changed since `before`,
/// and unchanged ones that were listed already.
void ResultFolder::remember(const std::string& made_of, const std::vector<ReportFile>& before) {
  const std::vector<ReportFile> ours = store_.report_files();
  std::vector<ReportFile> written;
  for (ReportFile& file : files()) {
    const bool is_new = std::ranges::find(before, file) == before.end();
    const bool is_old_and_ours = std::ranges::find(ours, file) != ours.end();
    if (is_new || is_old_and_ours) written.push_back(std::move(file));
  }
  store_.set_report(made_of, written);
}

}  // namespace kairos
