// The processes that train together: each plays its share of the episodes, all take the same steps.
//
// Sums over processes are of integers, so they depend neither on the order of the terms nor on how
// many processes there are. MPI does them (mpi_ranks.cpp), in a module that is loaded only where a
// launcher such as mpirun has started the process.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace kairos {

class Ranks {
 public:
  virtual ~Ranks() = default;

  [[nodiscard]] virtual std::size_t rank() const { return 0; }
  [[nodiscard]] virtual std::size_t size() const { return 1; }
  /// Replaces each number by its sum over the processes, which must all call this.
  virtual void sum(std::span<std::int64_t> /*numbers*/) {}
  /// This process cannot go on: ends the others, which would wait for it. Returns only when there
  /// are none.
  virtual void give_up(const std::string& /*why*/) {}

  /// Whether piece `number` of the work is this process's.
  [[nodiscard]] bool owns(std::size_t number) const { return number % size() == rank(); }
  /// Gives everybody the numbers that their owners have worked out.
  void share(std::span<double> numbers) {
    std::vector<std::int64_t> bits(numbers.size());
    for (std::size_t i = 0; i < bits.size(); ++i) {
      if (owns(i)) bits[i] = std::bit_cast<std::int64_t>(numbers[i]);
    }
    sum(bits);
    for (std::size_t i = 0; i < bits.size(); ++i) numbers[i] = std::bit_cast<double>(bits[i]);
  }
};

/// Those that a launcher has started together with this one; just this one without a launcher.
/// Throws InputError when the module for MPI is needed and not there.
std::unique_ptr<Ranks> make_ranks();

/// A sum of vectors, the same in whatever order its terms come: numbers in steps of 2^-32, up to
/// 2^20; larger ones count as that, and what is not finite spoils the sum.
class ExactSum {
 public:
  explicit ExactSum(std::size_t size) : steps_(size + 1) {}

  void clear() { steps_.assign(steps_.size(), 0); }
  void add(std::size_t at, double value) {
    if (!std::isfinite(value)) {
      ++steps_.back();
      return;
    }
    steps_[at] += std::llround(std::clamp(value, -largest, largest) / step);
  }
  void over(Ranks& ranks) { ranks.sum(steps_); }
  [[nodiscard]] double operator[](std::size_t at) const {
    return static_cast<double>(steps_[at]) * step;
  }
  [[nodiscard]] bool is_finite() const { return steps_.back() == 0; }

 private:
  static constexpr double step = 1.0 / 4294967296.0, largest = 1048576.0;
  std::vector<std::int64_t> steps_;  ///< The last counts what is not finite.
};

}  // namespace kairos
