// What an agent obtains from a shared memory while others use it, below saturation.
//
// Max-min sharing lets every agent have all it asks for until the memory is full. Measured chips
// slow agents down earlier: requests of others close rows, fill queues and turn the bus around. Two
// models state what an agent that asks for x obtains while all others together ask for y. Here an
// agent asks for the bandwidth that it would obtain if no other agent used the memory.
//
//   table:  o(x, y) is interpolated bilinearly between measured values and clamped at the edges;
//           o(x, 0) = x and o(0, y) = 0 belong to every table
//   pccs:   o(x, y) = x (1 - max(minor, reduction)),  with c = min(y, balance_point)
//           minor     = minor_reduction min(y, peak) / peak
//           reduction = 0                                                        if x <= normal
//                     = rate min(c, max(0, x + c - total_demand))                if x < intensive
//                     = rate min(b, max(0, x + b - total_demand)) c / b,  b = balance_point
//                                                                                otherwise
//
// The second one has the three regions and six parameters of PCCS (Xu, Belviranli, Shen, Vetter:
// PCCS: Processor-centric contention-aware slowdown model for heterogeneous system-on-chips, MICRO
// 2021): Normal BW, Intensive BW, MRMC (minor_reduction), TBWDC (total_demand), CBP (balance_point)
// and the rate of the normal region; `peak` is the demand of others at which MRMC was measured. In
// the minor region the loss grows slowly with y. In the normal region it is small until both
// together ask for `total_demand`, then grows at `rate`, and stays constant from `balance_point`
// on. In the intensive region it grows from y = 0 on and ends at the same loss. The formulas are
// ours: they follow the parameters as the authors' program determines them, not equations of the
// paper. The larger of the two losses is taken so that the loss has no step in y, and min(c, ...)
// keeps an agent that is alone at full speed.
//
// Example: with own: [50 GB/s, 100 GB/s], others: [40 GB/s], obtained: [[45 GB/s], [60 GB/s]], an
// agent that asks for 75 GB/s obtains 52.5 beside others that ask for 40, and 63.75 beside 20.
//
// How far to trust it: of the ten rows that the authors of PCCS published (AGX Xavier, by their
// figures), the table of four rows predicts the other six with a mean error of 2.1 % (18 % at
// most). PCCS with parameters fitted on the same four rows is off by 4.5 % on the other six.
// Max-min sharing at its best capacity is off by 6.1 %. Both models know bandwidths only, so they
// ignore access patterns; what an agent obtains depends on the chip and on the kind of agent, so an
// agent may have a model of its own. If several others ask, only the sum of their demands counts.
#pragma once

#include <optional>
#include <vector>

#include "sim/base/fields.hpp"
#include "sim/base/quantity.hpp"

namespace kairos {

/// Measured bandwidths. Both axes ascend.
struct ContentionTable {
  std::vector<BytesPerSecond> own;     ///< What the agent asks for: one value for each row.
  std::vector<BytesPerSecond> others;  ///< What all others ask for: one value for each column.
  std::vector<std::vector<BytesPerSecond>> obtained;  ///< Rows of what the agent obtains.

  [[nodiscard]] BytesPerSecond at(BytesPerSecond asked, BytesPerSecond by_others) const;
};

/// The parameters of PCCS for one agent.
struct PccsParameters {
  BytesPerSecond normal, intensive;  ///< Where the normal and the intensive region begin.
  double minor_reduction = 0;        ///< Fraction of the speed lost if the others ask for `peak`.
  BytesPerSecond peak;               ///< See above.
  BytesPerSecond total_demand;       ///< Demand of all from which speed is lost at `rate`.
  BytesPerSecond balance_point;      ///< Demand of the others from which no more is lost.
  double rate = 0;                   ///< Fraction of the speed lost per GB/s.

  [[nodiscard]] BytesPerSecond at(BytesPerSecond asked, BytesPerSecond by_others) const;
  void describe(Fields& f);
  void check(const SourceLocation& where) const;
};

/// A model of contention; max-min sharing alone if it has neither part.
struct Contention {
  std::optional<ContentionTable> table;
  std::optional<PccsParameters> pccs;

  [[nodiscard]] bool is_max_min() const { return !table && !pccs; }
  /// What an agent obtains that asks for `own` while all others ask for `others`; at most `own`.
  [[nodiscard]] BytesPerSecond obtained(BytesPerSecond own, BytesPerSecond others) const;
  /// The largest bandwidth in the table; zero without one.
  [[nodiscard]] BytesPerSecond largest() const;
};

/// Written as max_min, {own: [...], others: [...], obtained: [[...]]} or {pccs: {...}}.
template <>
struct Codec<Contention> {
  static void read(const Value& from, Contention& to);
  static Value write(const Contention& value);
  static Schema schema();
};

}  // namespace kairos
