// The overheads of a cluster's elements besides computing: launches, set-ups, reconfigurations.
//
// All times are before the first operation of a task, on its slot, and do not follow the clock:
//
//   launch            before every task; by `host`, one after the other, before it takes its slot
//   setup             if the element's last task ran another kernel
//   preparation       if the element runs a kernel for the first time (a static graph is built)
//   synchronisation   if an input was produced on another element
//   reconfiguration   if no region (slot) of the element holds the kernel
//
// Example: a GPU with a launch of 5 us and a setup of 20 us runs a, a, b, b: 25, 5, 25 and 5 us
// before they compute. `tile` rounds the work of roofline tasks up to whole tiles; `batching` runs
// equal kernels that wait for an element as one.
//
// How far to trust it: the times are constants per cluster, while measured ones vary with driver
// and size.
#pragma once

#include <map>
#include <string>

#include "sim/base/enum_names.hpp"

namespace kairos {

/// Loading a kernel into a region of an FPGA. The element's slots are its regions, each of which
/// holds one kernel.
struct Reconfiguration {
  Duration time;
  Joules energy;

  [[nodiscard]] bool is_none() const { return time == Duration{} && energy == Joules{}; }
  void describe(Fields& f);
};

/// How the time of a batch follows from its tasks.
enum class BatchTime : std::uint8_t {
  shares,  ///< n equal tasks of time t take t (shared + n (1 - shared)).
  demand,  ///< The time of the sum of their demands, with the weights of equal tasks counted once.
};

template <>
struct EnumNames<BatchTime> {
  static constexpr std::string_view kind = "rule of batches";
  static constexpr std::array names{EnumName{BatchTime::shares, "shares"},
                                    EnumName{BatchTime::demand, "demand"}};
};

/// Batches: equal kernels that wait for one element run together.
struct Batches {
  std::uint64_t up_to = 1;  ///< The maximum number of tasks in a batch; 1 disables batching.
  double shared = 0;        ///< The fraction of a task's time that a batch takes once.
  BatchTime by = BatchTime::shares;

  [[nodiscard]] bool is_on() const { return up_to > 1; }
  void describe(Fields& f);
};

struct Overheads {
  Duration launch = {}, setup = {}, preparation = {}, synchronisation = {};
  /// The element that launches for all clusters that name it; if empty, each element launches
  /// itself.
  std::string host = {};
  Reconfiguration reconfiguration = {};
  /// The work of one tile for each kernel; "any" stands for all others.
  std::map<std::string, Operations> tile = {};

  Batches batching = {};

  /// True if tasks may be set up, whether by their elements or by a host.
  [[nodiscard]] bool sets_up() const;
  /// Returns the work that a task of this kernel executes, rounded up to whole tiles.
  [[nodiscard]] Operations padded(const std::string& kernel, Operations work) const;
  void describe(Fields& f);
  /// Throws InputError if keys contradict each other.
  void check(const SourceLocation& where) const;
};

}  // namespace kairos
