// Flows that share links max-min fairly, in continuous time.
//
// Every flow has bytes left, a limit of its own and a route. Rates are those of progressive filling
// (Bertsekas & Gallager, Data Networks, 1992, section 6.5.2): all rates rise together; a flow stops
// at its limit, or when a link of its route is full.
//
// Example: limits 10, 10, 2 B/us on one 10 B/us link give rates 4, 4, 2 B/us.
//
// Times inside are doubles in picoseconds since `base_`, a whole picosecond that moves along, so
// that precision does not decay with the clock.
#pragma once

#include <span>
#include <vector>

#include "platforms/interconnect.hpp"
#include "sim/backend/backend.hpp"

namespace kairos {

class FluidNetwork {
 public:
  explicit FluidNetwork(const IdVector<LinkId, Link>& links);

  /// A limit for flows that have none of their own.
  static BytesPerSecond unlimited();

  [[nodiscard]] bool empty() const { return flow_count_ == 0; }
  /// Appends the ids of all flows, in no order.
  void list(std::vector<ActivityId>& ids) const;

  void start(Time now, ActivityId id, Bytes bytes, BytesPerSecond limit,
             std::span<const LinkId> route);
  void limit(Time now, ActivityId id, BytesPerSecond limit);
  void set_bandwidth(Time now, LinkId link, BytesPerSecond bandwidth);
  /// Returns the fraction that was left.
  double cancel(Time now, ActivityId id);

  /// When the next flow is seen to end; Time::never() when there is none.
  [[nodiscard]] Time next_end();
  /// Moves on to `when`, at most next_end(), and appends the flows that ended, in no order.
  void advance_to(Time when, std::vector<ActivityId>& ended);

 private:
  struct Flow {
    ActivityId id{};
    double amount = 0;  ///< Bytes at the start.
    double left = 0;    ///< Bytes, at `base_`.
    double limit = 0;   ///< Bytes per picosecond, as `rate`.
    double rate = 0;    ///< Negative while it is being worked out.
    std::vector<LinkId> route;

    [[nodiscard]] double time_left() const { return left / rate; }
  };
  struct Load {
    double capacity = 0;  ///< Bytes per picosecond.
    double spare = 0;     ///< What the flows with a rate leave.
    unsigned open = 0;    ///< Flows without a rate that cross the link.
    bool is_full = false;

    [[nodiscard]] double share() const { return spare / open; }
  };

  [[nodiscard]] std::span<Flow> flows() { return std::span(flows_).first(flow_count_); }
  Flow& find(ActivityId id);
  void remove(Flow& flow);

  void settle(Time now);
  void progress(double picoseconds);

  void share();
  void open_all();
  [[nodiscard]] double fair_share() const;
  bool close_limited(double level);
  void close_bottlenecked(double level);
  void close(Flow& flow, double rate);

  std::vector<Flow> flows_;  ///< Beyond `flow_count_`: unused, kept for their routes' memory.
  std::size_t flow_count_ = 0;
  std::size_t open_count_ = 0;  ///< Flows without a rate.
  IdVector<LinkId, Load> loads_;
  std::vector<LinkId> used_;  ///< Links that some flow crosses.
  Time base_;
  double first_end_ = 0;   ///< Of a flow, should none come or change.
  bool is_shared_ = true;  ///< Whether rates and `first_end_` are up to date.
};

}  // namespace kairos
