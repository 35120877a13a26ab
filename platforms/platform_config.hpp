// A platform document, and its conversion to a Platform.
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

/// Power of a whole cluster at one frequency with 1, 2, ... n elements busy, as DS3 states it.
struct ProfileConfig {
  Hertz frequency;
  std::vector<Watts> busy;
  SourceLocation place;
  /// Number of elements in the cluster when it was measured; 0 means as many as it has.
  std::uint64_t elements = 0;

  void describe(Fields& f);
  [[nodiscard]] std::uint64_t measured(std::uint64_t count) const {
    return elements > 0 ? elements : count;
  }
};

struct IdleStateConfig {
  std::string name;
  Duration after, exit;
  Watts power;
  Joules energy;
  double leakage = 1;
  SourceLocation place;

  void describe(Fields& f);
};

/// Power of a cluster, either per element and state or as a profile by the number of busy elements.
struct PowerConfig {
  Watts idle, busy, off;
  std::optional<Farads> capacitance;
  std::vector<ProfileConfig> profile;
  Leakage leakage;
  std::vector<IdleStateConfig> idle_states;

  void describe(Fields& f);
};

struct TransitionConfig {
  Duration latency;
  Joules energy;

  void describe(Fields& f);
};

struct ClusterConfig {
  std::string name, kind, source;
  std::uint64_t count = 1, slots = 1;
  std::string queue = "in_order";
  std::vector<PointConfig> points;
  TransitionConfig transition;
  PowerConfig power;
  std::map<std::string, Duration> kernels;
  std::map<std::string, OperationsPerSecond> throughput;
  std::vector<std::string> memory;
  Overheads overheads = {};
  SourceLocation place;

  void describe(Fields& f);
};

struct LinkConfig {
  std::string name, source;
  BytesPerSecond bandwidth;
  JoulesPerByte energy;
  SourceLocation place;

  void describe(Fields& f);
};

/// A path from every element of `from` to every other element of `to`, and back unless `one_way`.
struct PathConfig {
  std::vector<std::string> from, to;  ///< Names of clusters or elements, or `all`.
  std::optional<BytesPerSecond> bandwidth;
  std::vector<std::string> over;
  Duration latency;
  bool one_way = false;
  SourceLocation place;

  void describe(Fields& f);
};

/// The cost of a transfer whose producer and consumer are on the same element; zero by default.
struct LocalConfig {
  std::optional<BytesPerSecond> bandwidth;
  Duration latency;

  void describe(Fields& f);
};

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

struct RailConfig {
  std::string name;
  std::vector<std::string> clusters;
  Watts cap;
  Duration period = Duration::picoseconds(1'000'000'000);
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
  std::string mode = {};
  std::map<std::string, ModeConfig> modes = {};

  void describe(Fields& f);
  /// Checks a document. Throws InputError if a cluster can run nothing or a mode is impossible.
  void check(const SourceLocation& where) const;
  /// Builds the platform. Throws InputError with the place of the fault, such as a duplicate name
  /// or a missing route.
  [[nodiscard]] Platform build() const;

 private:
  [[nodiscard]] Platform build_limited() const;
};

}  // namespace kairos
