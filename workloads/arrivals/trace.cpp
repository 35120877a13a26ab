// Arrivals from a trace: a list of instants, or a file with one instant ("12.5 us") per line.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/base/files_read.hpp"
#include "sim/base/registry.hpp"
#include "workloads/arrival_process.hpp"

namespace kairos {
namespace {

/// Blank lines and lines that begin with # are passed over.
std::vector<Time> read_trace(const std::filesystem::path& path, const Place& named_at) {
  std::ifstream bytes(path, std::ios::binary);
  std::stringstream file;
  file << bytes.rdbuf();
  if (!bytes) {
    throw InputError(named_at, "cannot open the trace '" + path.string() +
                                   "'; the path is relative to the file that names it");
  }
  note_file_read(path.string(), file.str());
  const auto name = std::make_shared<const std::string>(path.string());
  std::vector<Time> times;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.empty() || line.front() == '#') continue;
    Value value = Value::scalar(line, {name, number, 1});
    Codec<Time>::read(value, times.emplace_back());
  }
  return times;
}

class Trace final : public ArrivalProcess {
 public:
  struct Options {
    std::vector<Time> times;
    std::string file;
    Place place;

    void describe(Fields& f) {
      f("times", times, "the instants of arrival, in order");
      f("file", file, "a file with one instant per line, relative to this file");
    }
    void check(const Place& where) const {
      if (times.empty() == file.empty()) {
        throw InputError(where, "a trace has either 'times' or 'file'; write one of them");
      }
    }
  };

  explicit Trace(const Options& options) : times_(options.times) {
    if (!options.file.empty()) {
      const auto folder = options.place.file
                              ? std::filesystem::path(*options.place.file).parent_path()
                              : std::filesystem::path();
      times_ = read_trace(folder / options.file, options.place);
    }
    if (!std::ranges::is_sorted(times_) || (!times_.empty() && times_.front() < Time{})) {
      throw InputError(options.place,
                       "the instants of a trace must not be negative and must not go back in time");
    }
  }

  std::optional<Time> next(const ArrivalState& state, Random&) override {
    if (state.arrived >= times_.size()) return std::nullopt;
    return times_[state.arrived];
  }

 private:
  std::vector<Time> times_;
};

const Register<ArrivalProcess, Trace> registered{"trace", "arrivals at given instants"};

}  // namespace
}  // namespace kairos
