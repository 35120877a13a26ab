// Processes that train together. Each plays a share of the episodes, and all take the same steps.
//
// Sums over processes are sums of integers, so they depend neither on the order of the terms nor on
// the number of processes. MPI computes them (mpi_ranks.cpp), in a module that is loaded only if a
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
  /// Ends the other processes, which would otherwise wait for this one. Returns only if there are
  /// none.
  virtual void give_up(const std::string& /*why*/) {}

  /// True if this process does piece `number` of the work.
  [[nodiscard]] bool owns(std::size_t number) const { return number % size() == rank(); }
  /// Replaces each number by the one that its owner has computed.
  void share(std::span<double> numbers) {
    std::vector<std::int64_t> bits(numbers.size());
    for (std::size_t i = 0; i < bits.size(); ++i) {
      if (owns(i)) bits[i] = std::bit_cast<std::int64_t>(numbers[i]);
    }
    sum(bits);
    for (std::size_t i = 0; i < bits.size(); ++i) numbers[i] = std::bit_cast<double>(bits[i]);
  }
};

/// The processes that a launcher has started together with this one, or this one alone. Throws
/// InputError if the MPI module is needed but missing.
std::unique_ptr<Ranks> make_ranks();

/// A sum of vectors that does not depend on the order of its terms. Numbers are rounded to
/// multiples of 2^-32 and limited to 2^20; a term that is not finite makes the sum invalid.
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
  std::vector<std::int64_t> steps_;  ///< The last element counts terms that are not finite.
};

}  // namespace kairos
