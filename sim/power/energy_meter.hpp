// Computes energy, exact between events: the joules of each element and task from the power of each
// cluster.
//
// In a cluster with k busy elements each busy one draws b(k) and each idle one i(k) watts
// (platforms/platform.hpp). The meter keeps the integrals B of b(k) and I of i(k) over time for
// each cluster. The energy of an element over an interval in which it stayed busy is the difference
// of B.
//
// Worked example: DS3's four A15 cores at 2 GHz draw 3.32 W with one busy core and 5.05 W with two.
// Core 0 runs from 0 to 2 s and core 1 from 1 to 2 s. Core 0 takes 3.32 + 2.525 = 5.845 J and core
// 1 takes 2.525 J, together 8.37 J, the integral of the cluster's power.
//
// A cluster that is awake draws a constant as well (OperatingPoint::awake). Its busy elements share
// it; it is part of b(k). If none is busy, the elements that keep it awake share it: those that are
// idle, and those in an idle state with `keeps_awake`. If there are none, it is not drawn.
//
// Example: a cluster of four cores draws 60 mW while it is awake. One busy core draws 60 mW more,
// two draw 30 mW more each, and if three sleep and one idles, this one draws 60 mW more.
//
// The power of the operations of operators is added while their tasks run
// (sim/engine/operation_power.hpp), and what an element saves while its tasks wait for memory is
// taken away (sim/engine/stalls.hpp).
//
// Leakage is added for every element that is up: the voltage times a current, times the share of
// the idle state if the element sleeps. ChipTemperatures sets the current (sim/thermal), which then
// stays constant until it is set again.
//
// How far to trust it: the integrals are exact, so energies are as accurate as the given powers;
// for how these compare with measurements see platforms/operating_points.hpp.
#pragma once

#include <vector>

#include "platforms/platform.hpp"

namespace kairos {

class EnergyMeter {
 public:
  explicit EnergyMeter(const Platform& platform);

  /// Must be called when a task starts on an element; ended() when it ends. Returns a mark for
  /// task_energy().
  Joules started(ElementId element, Time now) {
    ElementMeter& meter = elements_[element];
    ClusterMeter& cluster = clusters_[meter.cluster];
    settle(meter, cluster, now);
    last_change_ = now;
    if (++meter.running == 1) {
      ++cluster.busy;
      refresh(cluster);
      meter.mark = cluster.busy_energy;
    }
    return meter.per_task;
  }
  [[gnu::always_inline]] void ended(ElementId element, Time now) {
    ElementMeter& meter = elements_[element];
    ClusterMeter& cluster = clusters_[meter.cluster];
    settle(meter, cluster, now);
    last_change_ = now;
    if (--meter.running == 0) {
      --cluster.busy;
      refresh(cluster);
      meter.mark = cluster.idle_energy;
    }
  }
  /// Brings an element up to date and returns a mark for task_energy().
  Joules mark(ElementId element, Time now) {
    ElementMeter& meter = elements_[element];
    settle(meter, clusters_[meter.cluster], now);
    return meter.per_task;
  }
  /// The energy of a task since its mark. It must be called directly after ended(), which brings it
  /// up to date. Tasks that run on one element at the same time share its energy equally.
  [[nodiscard]] Joules task_energy(ElementId element, Joules mark) const {
    return elements_[element].per_task - mark;
  }
  void set_point(ClusterId cluster, std::size_t point, Time now);
  void set_up(ElementId element, bool up, Time now);
  /// Puts an element that runs nothing into an idle state, or wakes it if `state` is null.
  void set_idle_state(ElementId element, const IdleState* state, Time now);
  /// Sets the leakage of an element to `current` times its cluster's voltage from now on. This does
  /// not count as a change of power in last_change().
  void set_leakage(ElementId element, Amperes current, Time now);
  /// Adds a power to an element that runs tasks, such as that of operations; a negative power takes
  /// it away.
  void add_power(ElementId element, Watts power, Time now);
  /// Adds the difference between the true and the charged leakage energy of an element up to now.
  void correct_leakage(ElementId element, Joules difference);
  /// Adds an amount of energy to an element at once.
  void charge(ElementId element, Joules energy, Time now);

  /// Adds the energy of moving bytes over a link.
  void cross(LinkId link, Bytes bytes) {
    const Joules energy = platform_.interconnect.links[link].energy * bytes;
    links_[link] += energy;
  }

  /// Updates all totals to `now`.
  void settle_all(Time now);
  [[nodiscard]] Joules of_element(ElementId element) const { return elements_[element].total; }
  /// The energy of an element up to `now`, without updating its total.
  [[nodiscard]] Joules of_element(ElementId element, Time now) const;
  /// The energy of moving bytes over a link or into a memory.
  [[nodiscard]] Joules of_link(LinkId link) const { return links_[link]; }
  /// The energy drawn by everything: by elements up to their last update, by links, and by the
  /// background up to `now`.
  [[nodiscard]] Joules drawn(Time now) const;
  /// The leakage energy of an element, which is part of of_element().
  [[nodiscard]] Joules leaked(ElementId element) const { return elements_[element].leaked; }
  /// The total time during which the element was running a task.
  [[nodiscard]] Duration busy_time(ElementId element) const { return elements_[element].busy; }
  /// The present power of an element, including leakage.
  [[nodiscard]] Watts power(ElementId element) const;
  [[nodiscard]] Watts leakage(ElementId element) const { return elements_[element].leakage; }
  /// The leakage power of an element with this current; zero while it is down.
  [[nodiscard]] Watts leakage_at(ElementId element, Amperes current) const;
  /// The instant at which the power of any element last changed.
  [[nodiscard]] Time last_change() const { return last_change_; }
  [[nodiscard]] Watts power(ClusterId cluster) const;
  /// The power of a busy element of this cluster if one more element were busy than now.
  [[nodiscard]] Watts power_of_one_more(ClusterId cluster) const;
  /// The power of a busy element with one more busy element, at another operating point.
  [[nodiscard]] Watts power_of_one_more(ClusterId cluster, std::size_t point) const;
  /// The power that a busy element saves while its task waits for memory, as things are now.
  [[nodiscard]] Watts saved_by_waiting(ElementId element) const;
  /// The same with one more busy element, at an operating point of its cluster.
  [[nodiscard]] Watts saved_by_one_more(ClusterId cluster, std::size_t point) const;
  /// The integral of the clusters' total power, kept separately from the elements' energies.
  [[nodiscard]] Joules integral() const { return integral_; }

 private:
  /// The power of a cluster with a given number of busy elements if all others are idle.
  struct Level {
    PowerShare share;  ///< Power of a single element.
    Watts all;
  };
  struct ClusterMeter {
    const Cluster* cluster = nullptr;
    const OperatingPoint* point = nullptr;
    std::vector<Level> levels;           ///< Levels at the present point, by number of busy
                                         ///< elements.
    std::uint32_t size = 0, busy = 0;    ///< Number of elements: all, and busy ones.
    std::uint32_t down = 0, asleep = 0;  ///< Number of elements that are down or asleep.
    std::uint32_t keepers = 0;           ///< Number of sleeping elements that keep it awake.
    Time last;
    PowerShare share;  ///< In force since `last`.
    Watts power;       ///< Power of all elements, in force since `last`.
    Watts besides;     ///< Part of `power` due to idle states, leakage and operations.
    Joules busy_energy, idle_energy;  ///< The integrals B and I.
    Watts kept;                       ///< Power of each keeper because the cluster is awake.
    Joules kept_energy;               ///< Integral of `kept` while there are keepers.
  };
  struct ElementMeter {
    ClusterId cluster{};
    bool up = true;
    bool is_plain = true;  ///< True if the element is up and awake, does not leak and draws no
                           ///< power for operations, so that B and I give its energy.
    std::size_t running = 0;
    Time last;
    Joules mark;  ///< Value of B or I, whichever applies, at the last update.
    Joules total;
    Joules per_task;   ///< Integral of the power divided by the number of running tasks.
    Watts operations;  ///< Power of the operations of the tasks that run, less what they save by
                       ///< waiting for memory.
    Watts leakage;     ///< Current times voltage; zero while the element is down.
    Duration busy;
    Joules leaked;
    Amperes current;  ///< Leakage current while the element is up.
    const IdleState* asleep = nullptr;
    Joules kept_mark;  ///< Value of `kept_energy` at the last update.
  };
  /// Increases of a cluster's integrals since the last update of an element.
  struct Counters {
    Joules own;   ///< The increase of B or I.
    Joules kept;  ///< The increase of `kept_energy`.
  };

  void bring_to(ClusterMeter& meter, Time now) {
    if (now == meter.last) return;
    const Seconds passed = to_seconds(now - meter.last);
    meter.busy_energy += meter.share.busy * passed;
    meter.idle_energy += meter.share.idle * passed;
    integral_ += meter.power * passed;
    if (meter.keepers > 0) meter.kept_energy += meter.kept * passed;
    meter.last = now;
  }
  void settle(ElementMeter& meter, ClusterMeter& cluster, Time now) {
    bring_to(cluster, now);
    const Joules counter = meter.running > 0 ? cluster.busy_energy : cluster.idle_energy;
    Joules drawn = counter - meter.mark;
    if (!meter.is_plain) {
      const Joules kept = cluster.kept_energy - meter.kept_mark;
      meter.kept_mark = cluster.kept_energy;
      drawn = drawn_otherwise(meter, cluster, {drawn, kept}, now - meter.last);
    }
    meter.mark = counter;
    meter.total += drawn;
    if (meter.running > 0) {
      meter.busy += now - meter.last;
      meter.per_task += meter.running == 1 ? drawn : drawn / static_cast<double>(meter.running);
    }
    meter.last = now;
  }
  static Joules drawn_otherwise(ElementMeter& meter, const ClusterMeter& cluster, Counters since,
                                Duration passed);
  static void refresh(ClusterMeter& meter) {
    const Level& level = meter.levels[meter.busy];
    meter.share = level.share;
    meter.power = (meter.down | meter.asleep) == 0 ? level.all + meter.besides : part_power(meter);
  }
  static void share_among_idle(ClusterMeter& meter);
  static Watts part_power(ClusterMeter& meter);
  static void use_point(ClusterMeter& meter, std::size_t point);
  void refresh_leakage(ElementId element);
  static void refresh_plain(ElementMeter& meter);
  void add(ElementId element, Joules energy);

  const Platform& platform_;
  IdVector<LinkId, Joules> links_;
  IdVector<ClusterId, ClusterMeter> clusters_;
  IdVector<ElementId, ElementMeter> elements_;
  Joules integral_;
  Time last_change_;
};

}  // namespace kairos
