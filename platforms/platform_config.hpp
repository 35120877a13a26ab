// The content of a platform file, and its conversion to a Platform.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "platforms/memory_config.hpp"
#include "platforms/noc.hpp"
#include "platforms/platform.hpp"
#include "platforms/power_mode.hpp"
#include "platforms/source_config.hpp"
#include "platforms/thermal/thermal_config.hpp"
#include "sim/base/fields.hpp"

namespace kairos {

struct PointConfig {
  Hertz frequency;
  Volts voltage{1.0};

  void describe(Fields& f);
};

/// The measured power of a whole cluster at one frequency, with 1, 2, ... n busy elements (as in
/// DS3).
struct ProfileConfig {
  Hertz frequency;
  std::vector<Watts> busy;
  SourceLocation place;
  /// Number of elements that the cluster had in the measurement; 0 means as many as it has now.
  std::uint64_t elements = 0;
  /// Share of the units of its elements that a power mode has left on, by which `busy` is scaled.
  double units = 1;

  void describe(Fields& f);
  /// The number of elements that the cluster had in the measurement, given its present number.
  [[nodiscard]] std::uint64_t measured(std::uint64_t count) const {
    return elements > 0 ? elements : count;
  }
};

struct IdleStateConfig {
  std::string name;
  Duration after, exit;  ///< Idle time before the state is entered; time to leave it.
  Watts power;           ///< Replaces the idle power.
  Joules energy;         ///< Energy to enter and leave the state.
  double leakage = 1;    ///< Fraction of the leakage that remains.
  SourceLocation place;
  bool keeps_awake = false;  ///< True if an element in this state keeps its cluster awake.

  void describe(Fields& f);
};

/// Power of a cluster, either per element and state or as a profile by the number of busy elements.
struct PowerConfig {
  Watts idle, busy, off;  ///< Power of one element that is idle, busy or down.
  std::optional<Farads> capacitance;
  std::vector<ProfileConfig> profile;
  Leakage leakage;
  std::vector<IdleStateConfig> idle_states;
  /// What the cluster draws while any of its elements is awake: see operating_points.hpp.
  Watts awake = {};
  double awake_exponent = 0;
  Joules awake_cycle = {};
  Farads awake_capacitance = {};
  /// Share of the dynamic power that a busy element draws while its task waits for memory.
  double stalled = 1;

  void describe(Fields& f);
};

/// The cost of a change of the operating point.
struct TransitionConfig {
  Duration latency;
  Joules energy;

  void describe(Fields& f);
};

struct ClusterConfig {
  std::string name, kind, source;
  std::uint64_t count = 1, slots = 1;
  QueueRule queue = QueueRule::in_order;
  std::vector<PointConfig> points;
  TransitionConfig transition;
  PowerConfig power;
  std::map<std::string, Duration> kernels;
  std::optional<ProfileFile> kernel_times = {};
  double kernel_times_factor = 1;  ///< Set by a power mode that leaves fewer units.
  std::map<std::string, Joules> kernel_energy;
  std::map<std::string, OperationsPerSecond> throughput;
  ComputeRates compute = {};
  std::vector<std::string> memory;
  Overheads overheads = {};
  Preemption preemption = {};
  SourceLocation place;

  void describe(Fields& f);
};

struct LinkConfig {
  std::string name, source;
  BytesPerSecond bandwidth;
  JoulesPerByte energy;
  SourceLocation place;
  std::optional<Contention> contention = {};

  void describe(Fields& f);
  /// Throws InputError if a table of contention exceeds the bandwidth.
  void check(const SourceLocation& where) const;
};

/// Paths from every element of `from` to every other element of `to`, and back unless `one_way`.
struct PathConfig {
  std::vector<std::string> from, to;        ///< Names of clusters or elements, or `all`.
  std::optional<BytesPerSecond> bandwidth;  ///< Set for dedicated paths, instead of `over`.
  std::vector<std::string> over;            ///< Names of the shared links that the paths cross.
  Duration latency;
  bool one_way = false;
  SourceLocation place;
  std::vector<std::vector<std::string>> or_over = {};  ///< Links of further routes.

  void describe(Fields& f);
};

/// The time of a transfer whose producer and consumer are on the same element; zero by default.
struct LocalConfig {
  std::optional<BytesPerSecond> bandwidth;
  Duration latency;

  void describe(Fields& f);
};

/// A component that runs no tasks but always draws power.
struct BackgroundConfig {
  std::string name, source;
  Watts power;

  void describe(Fields& f);
};

struct BatteryConfig {
  Joules capacity;
  double charge = 1, efficiency = 1;

  void describe(Fields& f);
};

/// A supply rail that caps the mean power of its clusters.
struct RailConfig {
  std::string name;
  std::vector<std::string> clusters;
  Watts cap;
  Duration period = Duration::picoseconds(1'000'000'000);  ///< Averaging period; 1 ms.
  SourceLocation place;

  void describe(Fields& f);
};

struct PlatformConfig {
  std::string name, description, source;
  std::vector<ClusterConfig> clusters;
  std::vector<LinkConfig> links;
  std::vector<PathConfig> paths;
  LocalConfig local;
  std::vector<BackgroundConfig> background;
  std::vector<RailConfig> rails;
  std::optional<ThermalConfig> thermal;
  std::optional<BatteryConfig> battery;
  SourceLocation place;
  std::vector<MemoryConfig> memory = {};
  std::vector<NocConfig> noc = {};
  std::vector<SourceConfig> sources = {};
  std::string mode = {};  ///< Name of the active power mode; empty for none.
  std::map<std::string, ModeConfig> modes = {};

  void describe(Fields& f);
  /// Throws InputError if a cluster cannot run any kernel, or if the platform cannot be built in
  /// one of its modes.
  void check(const SourceLocation& where) const;
  /// Builds the platform in its active mode. Throws InputError with the place of the mistake, such
  /// as a duplicate name or a missing route.
  [[nodiscard]] Platform build() const;

 private:
  /// Builds the platform after in_mode() has applied the limits of its mode.
  [[nodiscard]] Platform build_limited() const;
};

}  // namespace kairos
