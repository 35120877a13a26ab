// Computes the rates of flows that share links max-min fairly, in continuous time.
//
// Every flow has remaining bytes, a limit of its own and a route. The rates result from progressive
// filling (Bertsekas & Gallager, Data Networks, 1992, section 6.5.2): all rates rise together, and
// a flow stops rising at its limit or when a link of its route is full.
//
// Example: limits 10, 10, 2 B/us on one 10 B/us link give rates 4, 4, 2 B/us.
//
// Internal times are doubles in picoseconds relative to `base_`, a whole picosecond that moves with
// the clock, so that precision does not decrease as the clock advances.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "platforms/interconnect.hpp"
#include "sim/backend/backend.hpp"

namespace kairos {

class FluidNetwork {
 public:
  explicit FluidNetwork(const IdVector<LinkId, Link>& links);

  /// The limit of flows that have no limit of their own.
  static BytesPerSecond unlimited();

  [[nodiscard]] bool empty() const { return flow_count_ == 0; }
  /// Appends the ids of all flows, in an arbitrary order.
  void list(std::vector<ActivityId>& ids) const;

  void start(Time now, ActivityId id, Bytes bytes, BytesPerSecond limit,
             std::span<const LinkId> route);
  void limit(Time now, ActivityId id, BytesPerSecond limit);
  void set_bandwidth(Time now, LinkId link, BytesPerSecond bandwidth);
  /// Removes a flow, which may be paused, and returns the fraction of it that was left.
  double cancel(Time now, ActivityId id);
  /// Takes a flow out of the network, and puts it back with the bytes that were left.
  void pause(Time now, ActivityId id);
  void resume(Time now, ActivityId id, BytesPerSecond limit);

  /// The present rate of a flow; empty if it is paused or does not exist.
  [[nodiscard]] std::optional<BytesPerSecond> rate(ActivityId id);

  /// The instant at which the next flow ends; Time::never() if there are no flows.
  [[nodiscard]] Time next_end();
  /// Advances to `when`, which must not be after next_end(), and appends the flows that ended, in
  /// an arbitrary order.
  void advance_to(Time when, std::vector<ActivityId>& ended);

 private:
  struct Flow {
    ActivityId id{};
    double amount = 0;  ///< Bytes at the start.
    double left = 0;    ///< Remaining bytes at `base_`.
    double limit = 0;   ///< Maximum rate, in bytes per picosecond.
    double rate = 0;    ///< Bytes per picosecond; negative while the rates are being computed.
    std::vector<LinkId> route;

    [[nodiscard]] double time_left() const { return left / rate; }
  };
  struct Load {
    double capacity = 0;  ///< Bytes per picosecond.
    double spare = 0;     ///< Capacity left by the flows that have a rate already.
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

  std::vector<Flow> flows_;  ///< Entries beyond `flow_count_` are unused; they keep the memory of
                             ///< their routes.
  std::size_t flow_count_ = 0;
  std::vector<Flow> paused_;
  std::size_t open_count_ = 0;  ///< Number of flows without a rate.
  IdVector<LinkId, Load> loads_;
  std::vector<LinkId> used_;  ///< Links that at least one flow crosses.
  Time base_;
  double first_end_ = 0;   ///< End of the first flow if no flow starts or changes until then.
  bool is_shared_ = true;  ///< True if the rates and `first_end_` are up to date.
};

}  // namespace kairos
