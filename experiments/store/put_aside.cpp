#include "experiments/store/put_aside.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>

#include "sim/base/error.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

struct Contents {
  bool has_runs = true;  ///< True unless the database is known to be empty.
  std::vector<std::string> report;
};

/// Writes the log of the database into its file, so that only one file must be renamed, and returns
/// the contents. For a damaged database these remain unknown.
Contents closed(const fs::path& file) {
  Contents contents;
  try {
    SQLite::Database sqlite(file.string(), SQLite::OPEN_READWRITE, 10'000);
    sqlite.exec("PRAGMA journal_mode = DELETE");
    contents.has_runs = sqlite.execAndGet("SELECT count(*) FROM runs").getInt() > 0;
    SQLite::Statement names(sqlite, "SELECT name FROM files");
    while (names.executeStep()) contents.report.push_back(names.getColumn(0).getString());
  } catch (const SQLite::Exception& error) {
    constexpr int busy = 5, read_only = 8, full = 13;
    const int code = error.getErrorCode();
    if (code == busy || code == read_only || code == full) {
      throw InputError(file.string() + ": cannot be moved aside (" + error.what() +
                       "); end other programs that use it, or choose another folder");
    }
  }
  return contents;
}

/// The number in "previous_3" or "previous_3.sqlite" (3); 0 for other names.
std::size_t number_of(const std::string& name) {
  constexpr std::string_view prefix = "previous_";
  std::size_t number = 0;
  if (!name.starts_with(prefix)) return 0;
  const char* end = name.data() + name.size();
  const auto [rest, problem] = std::from_chars(name.data() + prefix.size(), end, number);
  return problem == std::errc{} && (rest == end || *rest == '.') ? number : 0;
}

std::size_t first_free_number(const fs::path& folder) {
  std::size_t last = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    last = std::max(last, number_of(entry.path().filename().string()));
  }
  return last + 1;
}

void move_if_there(const fs::path& from, const fs::path& to) {
  if (fs::is_regular_file(fs::symlink_status(from))) fs::rename(from, to);
}

/// The names come from a file that anybody may have written, so they must not lead out of the
/// folder.
bool is_plain_name(const std::string& name) {
  return !name.empty() && name.find('/') == std::string::npos && name != "." && name != ".." &&
         !name.starts_with("results.") && name.find('\0') == std::string::npos;
}

void move_report(const fs::path& folder, const fs::path& to, std::vector<std::string> names) {
  std::erase_if(names, [&](const std::string& name) {
    return !is_plain_name(name) || !fs::is_regular_file(fs::symlink_status(folder / name));
  });
  if (names.empty()) return;
  fs::create_directory(to);
  for (const std::string& name : names) fs::rename(folder / name, to / name);
}

}  // namespace

void put_aside(const fs::path& folder) {
  const fs::path results = folder / "results.sqlite";
  try {
    if (!fs::exists(results)) return;
    const Contents contents = closed(results);
    const fs::path numbered = folder / ("previous_" + std::to_string(first_free_number(folder)));
    // The database is moved last because it knows the files of its report.
    move_report(folder, numbered, contents.report);
    if (contents.has_runs) {
      fs::rename(results, numbered.string() + ".sqlite");
    } else {
      fs::remove(results);
    }
    move_if_there(results.string() + "-wal", numbered.string() + ".sqlite-wal");
    fs::remove(results.string() + "-shm");
  } catch (const fs::filesystem_error& error) {
    throw InputError(folder.string() + ": the results in this folder cannot be moved aside (" +
                     error.code().message() + "); choose another folder");
  }
}

void refuse_links(const fs::path& folder) {
  for (const char* ending : {"", "-wal", "-shm", "-journal"}) {
    const fs::path file = folder / (std::string("results.sqlite") + ending);
    std::error_code ignored;
    const fs::file_status status = fs::symlink_status(file, ignored);
    if (!fs::exists(status) || fs::is_regular_file(status)) continue;
    throw InputError(file.string() + ": is not a regular file" +
                     (fs::is_symlink(status) ? " but a symbolic link" : "") +
                     "; move it away or choose another folder");
  }
}

}  // namespace kairos
