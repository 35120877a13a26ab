// Energy, exact between events: joules per element and task from the power of each cluster.
//
// In a cluster with k busy elements every busy one draws b(k) and every idle one i(k) watts
// (platforms/platform.hpp). The meter keeps the integrals B of b(k) and I of i(k) over time for
// each cluster; an element's energy over an interval in which it stayed busy is the difference of
// B.
//
// Worked example: DS3's four A15 cores at 2 GHz draw 3.32 W with one busy and 5.05 W with two. Core
// 0 runs from 0 to 2 s and core 1 from 1 to 2 s: core 0 takes 3.32 + 2.525 = 5.845 J, core 1 2.525
// J, together 8.37 J, the integral of the cluster's power. How far to trust it: as far as the
// powers given. On top comes the leakage of every element that is up: V times a current that
// ChipTemperatures sets (sim/thermal) and that stays as it is until set again, times the share that
// the idle state of a sleeping element leaves.
#pragma once

#include <vector>

#include "platforms/platform.hpp"

namespace kairos {

class EnergyMeter {
 public:
  explicit EnergyMeter(const Platform& platform);

  /// A task starts or ends on an element. started() returns a mark for task_energy().
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
  void ended(ElementId element, Time now) {
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
  /// Energy of a task since its mark, just before or after ended(); shared equally between the
  /// tasks that run on one element at the same time.
  [[nodiscard]] Joules task_energy(ElementId element, Joules mark) const {
    return elements_[element].per_task - mark;
  }
  void set_point(ClusterId cluster, std::size_t point, Time now);
  void set_up(ElementId element, bool up, Time now);
  /// An element that runs nothing falls into a state, or leaves it (null).
  void set_idle_state(ElementId element, const IdleState* state, Time now);
  /// From now on it leaks `current` times the voltage of its cluster; not a change of power in the
  /// sense of last_change().
  void set_leakage(ElementId element, Amperes current, Time now);
  /// It leaked this much more (or less) up to now than was charged.
  void correct_leakage(ElementId element, Joules difference);
  /// It draws this much at once.
  void charge(ElementId element, Joules energy, Time now);

  /// So many bytes cross a link.
  void cross(LinkId link, Bytes bytes) {
    const Joules energy = platform_.interconnect.links[link].energy * bytes;
    links_[link] += energy;
  }

  /// Brings every total to `now`.
  void settle_all(Time now);
  [[nodiscard]] Joules of_element(ElementId element) const { return elements_[element].total; }
  /// The same at `now`, without bringing it there.
  [[nodiscard]] Joules of_element(ElementId element, Time now) const;
  /// What moving bytes over a link or into a memory took.
  [[nodiscard]] Joules of_link(LinkId link) const { return links_[link]; }
  /// By everything: elements as far as settled, links, and the background until `now`.
  [[nodiscard]] Joules drawn(Time now) const;
  /// Part of of_element().
  [[nodiscard]] Joules leaked(ElementId element) const { return elements_[element].leaked; }
  /// For how long it has had something to run.
  [[nodiscard]] Duration busy_time(ElementId element) const { return elements_[element].busy; }
  /// At present, leakage included.
  [[nodiscard]] Watts power(ElementId element) const;
  [[nodiscard]] Watts leakage(ElementId element) const { return elements_[element].leakage; }
  /// What it would leak with such a current: nothing while it is down.
  [[nodiscard]] Watts leakage_at(ElementId element, Amperes current) const;
  /// When the power of any element last changed.
  [[nodiscard]] Time last_change() const { return last_change_; }
  [[nodiscard]] Watts power(ClusterId cluster) const;
  /// What a busy element of this cluster would draw if one more were busy than now.
  [[nodiscard]] Watts power_of_one_more(ClusterId cluster) const;
  /// The same at another operating point.
  [[nodiscard]] Watts power_of_one_more(ClusterId cluster, std::size_t point) const;
  /// The integral of the clusters' total power, kept separately from the elements' energies.
  [[nodiscard]] Joules integral() const { return integral_; }

 private:
  /// What a cluster draws while so many of its elements are busy and all others idle.
  struct Level {
    PowerShare share;  ///< Of one of them.
    Watts all;
  };
  struct ClusterMeter {
    const Cluster* cluster = nullptr;
    const OperatingPoint* point = nullptr;
    std::vector<Level> levels;           ///< At its point, by busy elements.
    std::uint32_t size = 0, busy = 0;    ///< Elements.
    std::uint32_t down = 0, asleep = 0;  ///< The same.
    Time last;
    PowerShare share;                 ///< In force since `last`.
    Watts power;                      ///< Of all its elements, likewise.
    Watts besides;                    ///< Part of that: idle states and leakage.
    Joules busy_energy, idle_energy;  ///< B and I.
  };
  struct ElementMeter {
    ClusterId cluster{};
    bool up = true;
    bool is_plain = true;  ///< Up, awake and without leakage: B and I say it all.
    std::size_t running = 0;
    Time last;
    Joules mark;  ///< Of B or I, whichever applies, when last settled.
    Joules total;
    Joules per_task;  ///< The integral of power over the number of running tasks.
    Watts leakage;    ///< Current times voltage; zero while down.
    Duration busy;
    Joules leaked;
    Amperes current;  ///< What it leaks while up.
    const IdleState* asleep = nullptr;
  };

  void bring_to(ClusterMeter& meter, Time now) {
    if (now == meter.last) return;
    const Seconds passed = to_seconds(now - meter.last);
    meter.busy_energy += meter.share.busy * passed;
    meter.idle_energy += meter.share.idle * passed;
    integral_ += meter.power * passed;
    meter.last = now;
  }
  void settle(ElementMeter& meter, ClusterMeter& cluster, Time now) {
    bring_to(cluster, now);
    const Joules counter = meter.running > 0 ? cluster.busy_energy : cluster.idle_energy;
    Joules drawn = counter - meter.mark;
    if (!meter.is_plain) drawn = drawn_otherwise(meter, cluster, drawn, now - meter.last);
    meter.mark = counter;
    meter.total += drawn;
    if (meter.running > 0) {
      meter.busy += now - meter.last;
      meter.per_task += meter.running == 1 ? drawn : drawn / static_cast<double>(meter.running);
    }
    meter.last = now;
  }
  static Joules drawn_otherwise(ElementMeter& meter, const ClusterMeter& cluster, Joules by_counter,
                                Duration passed);
  static void refresh(ClusterMeter& meter) {
    const Level& level = meter.levels[meter.busy];
    meter.share = level.share;
    meter.power = (meter.down | meter.asleep) == 0 ? level.all + meter.besides : part_power(meter);
  }
  static Watts part_power(const ClusterMeter& meter);
  static void use_point(ClusterMeter& meter, std::size_t point);
  void refresh_leakage(ElementId element);
  void add(ElementId element, Joules energy);

  const Platform& platform_;
  IdVector<LinkId, Joules> links_;
  IdVector<ClusterId, ClusterMeter> clusters_;
  IdVector<ElementId, ElementMeter> elements_;
  Joules integral_;
  Time last_change_;
};

}  // namespace kairos
