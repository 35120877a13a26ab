// Arrivals from a trace: a list of instants, or a file with one instant ("12.5 us") per line. Each
// arrival may have a deadline of its own, which is an instant, too.
#include <algorithm>
#include <sstream>

#include "sim/base/file.hpp"
#include "sim/base/registry.hpp"
#include "workloads/arrival_process.hpp"

namespace kairos {
namespace {

/// Reads one instant per line; blank lines and lines that begin with # are skipped.
std::vector<Time> read_trace(const FilePath& file) {
  std::istringstream lines(read_text_file(file.text, file.place));
  const auto name = std::make_shared<const std::string>(file.text);
  std::vector<Time> times;
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin == std::string::npos || line[begin] == '#') continue;
    const Value value = Value::scalar(line, {name, number, 1});
    Codec<Time>::read(value, times.emplace_back());
  }
  if (times.empty()) {
    throw InputError({name, 0, 0},
                     "the trace has no instants; write one instant per line, such as '5 ms'");
  }
  return times;
}

class Trace final : public ArrivalProcess {
 public:
  struct Options {
    std::vector<Time> times, deadlines;
    FilePath file;
    SourceLocation place;

    void describe(Fields& f) {
      f("times", times, "instants of arrival, in chronological order");
      f("file", file,
        "file with one instant of arrival per line; its path is relative to the file that names "
        "it");
      f("deadlines", deadlines,
        "instants of the deadlines, one for each instant of arrival, instead of those of the "
        "stream "
        "or the applications");
    }
    void check(const SourceLocation& where) const {
      if (times.empty() == file.empty()) {
        throw InputError(where,
                         "a trace needs either 'times' or 'file'; write exactly one of them");
      }
    }
  };

  explicit Trace(const Options& options) : times_(options.times), deadlines_(options.deadlines) {
    if (!options.file.empty()) times_ = read_trace(options.file);
    if (!std::ranges::is_sorted(times_) || (!times_.empty() && times_.front() < Time{})) {
      throw InputError(options.place,
                       "the instants of a trace are negative or not in order; list them in "
                       "ascending order from zero");
    }
    if (!deadlines_.empty() && deadlines_.size() != times_.size()) {
      throw InputError(options.place, "the trace has " + std::to_string(times_.size()) +
                                          " instants of arrival and " +
                                          std::to_string(deadlines_.size()) +
                                          " deadlines; write one deadline for each arrival");
    }
  }

  std::optional<Time> next(const ArrivalState& state, Random&) override {
    if (state.arrived >= times_.size()) return std::nullopt;
    next_ = state.arrived;
    return times_[next_];
  }

  [[nodiscard]] std::optional<Time> deadline() const override {
    return deadlines_.empty() ? std::nullopt : std::optional(deadlines_[next_]);
  }

 private:
  std::vector<Time> times_, deadlines_;
  std::size_t next_ = 0;  ///< Number of the arrival that next() has returned last.
};

const Register<ArrivalProcess, Trace> registered{"trace", "arrivals at the given instants"};

}  // namespace
}  // namespace kairos
