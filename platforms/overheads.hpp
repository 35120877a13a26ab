// What the elements of a cluster do besides computing: launches, set-ups, reconfigurations.
//
// All times are before the first operation of a task, on its slot, and do not follow the clock:
//
//   launch            before every task; by `host`, one after the other, before it takes its slot
//   setup             when the element's last task ran another kernel
//   preparation       when the element runs a kernel for the first time (a static graph is built)
//   synchronisation   when an input was produced on another element
//   reconfiguration   when no region (slot) of the element holds the kernel
//
// Example: a GPU with a launch of 5 us and a setup of 20 us runs a, a, b, b: 25, 5, 25 and 5 us
// before they compute. `tile` rounds the work of roofline tasks up to whole tiles; `batching` runs
// equal kernels that wait for an element as one.
//
// How far to trust it: constants per cluster, where measured ones vary with driver and size.
#pragma once

#include <map>
#include <string>

#include "sim/base/fields.hpp"

namespace kairos {

/// Of a region of an FPGA: the element's slots are its regions, each of which holds one kernel.
struct Reconfiguration {
  Duration time;
  Joules energy;

  [[nodiscard]] bool is_none() const { return time == Duration{} && energy == Joules{}; }
  void describe(Fields& f);
};

/// Equal kernels that wait for one element run as one: n tasks of t take t (shared + n (1 -
/// shared)).
struct Batches {
  std::uint64_t up_to = 1;  ///< Tasks; 1: none.
  double shared = 0;        ///< The fraction of a task's time that a batch takes once.

  [[nodiscard]] bool is_on() const { return up_to > 1; }
  void describe(Fields& f);
};

struct Overheads {
  Duration launch = {}, setup = {}, preparation = {}, synchronisation = {};
  std::string host =
      {};  ///< Launches for all clusters that name it; empty: the element itself does.
  Reconfiguration reconfiguration = {};
  std::map<std::string, Operations> tile = {};  ///< By kernel; "any" for all others.

  Batches batching = {};

  /// True when tasks may be set up, whether by their elements or by a host.
  [[nodiscard]] bool sets_up() const;
  /// What a task of this kernel really computes.
  [[nodiscard]] Operations padded(const std::string& kernel, Operations work) const;
  void describe(Fields& f);
  /// Throws InputError when keys do not go together.
  void check(const Place& where) const;
};

}  // namespace kairos
