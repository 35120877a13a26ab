// Noise from measurements: each task draws one factor from a list, all with equal probability.
//
//   P(factor = f_i) = 1 / n,   i = 1 ... n
//
// Example: with the factors 0.5, 0.5, 0.5 and 2.5 a quarter of the tasks takes 2.5 times the
// nominal time. The mean is 1 and the standard deviation 0.87.
// How far to trust it: the distribution of single times is that of the measurements, but tasks are
// drawn independently, whereas real tasks tend to be slow at the same time. Policies expect the
// factor 1: with a mean of 1.1 tasks take 10 % longer than policies expect.
#include <algorithm>
#include <map>
#include <sstream>

#include "sim/base/file.hpp"
#include "sim/base/registry.hpp"
#include "sim/cost/noise_model.hpp"

namespace kairos {
namespace {

using Factors = std::vector<double>;

bool are_factors(const Factors& factors) {
  return !factors.empty() && std::ranges::all_of(factors, [](double f) { return f > 0; });
}

bool are_lists(const std::map<std::string, Factors>& kernels) {
  return std::ranges::all_of(kernels, [](const auto& k) { return are_factors(k.second); });
}

/// Reads one factor per line; blank lines and lines that begin with # are skipped.
Factors read_factors(const FilePath& file) {
  std::istringstream lines(read_text_file(file.text, file.place));
  const auto name = std::make_shared<const std::string>(file.text);
  Factors factors;
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin == std::string::npos || line[begin] == '#') continue;
    const Value value = Value::scalar(line, {name, number, 1});
    Codec<double>::read(value, factors.emplace_back());
    if (factors.back() > 0) continue;
    throw InputError(value.place, value.shown() + " is not a factor; write a number above zero");
  }
  if (factors.empty()) {
    throw InputError({name, 0, 0},
                     "the file has no factors; write one factor per line, such as '1.2'");
  }
  return factors;
}

class Table final : public NoiseModel {
 public:
  struct Options {
    std::optional<Factors> factors;
    FilePath file;
    std::map<std::string, Factors> kernels;

    void describe(Fields& f) {
      f("factors", factors, "factors on execution times, all equally likely")
          .must([](const auto& list) { return !list || are_factors(*list); },
                "one or more factors, each greater than zero");
      f("file", file, "file with one factor per line");
      f("kernels", kernels,
        "factors of single kernels, by kernel; without 'factors' and 'file' only these vary")
          .must(are_lists, "one or more factors for each kernel, each greater than zero");
    }
    void check(const SourceLocation& where) const {
      if (factors && !file.empty()) {
        throw InputError(where, "a table has both 'factors' and 'file'; write one of them");
      }
      if (!factors && file.empty() && kernels.empty()) {
        throw InputError(where, "a table needs 'factors', 'file' or 'kernels'; write one of them");
      }
    }
  };

  explicit Table(const Options& options)
      : factors_(options.factors.value_or(Factors{1})), kernels_(options.kernels) {
    if (!options.file.empty()) factors_ = read_factors(options.file);
  }

  [[nodiscard]] double factor(const Task& task, Random random) const override {
    const auto own = kernels_.find(task.kernel);
    const Factors& factors = own == kernels_.end() ? factors_ : own->second;
    return factors[random.index(factors.size())];
  }

 private:
  Factors factors_;
  std::map<std::string, Factors> kernels_;
};

const Register<NoiseModel, Table> registered{
    "table", "factors on execution times from a list or file of measurements, all equally likely"};

}  // namespace
}  // namespace kairos
