// A memory that several agents share. An agent is a cluster, or several clusters behind one port.
// The file states the bandwidth of one agent alone, of some agents together, and of all together.
//
//   rate of agent a <= its cap;  sum over a joint group <= its rate;  sum over all <= `bandwidth`
//
// Each of the three is a link of its own, so that rates are max-min fair under all of them.
//
// Example (Snapdragon 8 Gen 3: Chen et al., HeteroInfer, SOSP 2025, arXiv 2501.14794): one agent
// reaches 43.3 GB/s, GPU and NPU together 59.5, all agents 61.9 of a peak of 68. GPU, NPU and CPU
// at once get 20.6 GB/s each.
//
// A `contention` states what an agent obtains below these limits, while others ask for a part of
// the bandwidth (platforms/contention.hpp).
//
// Channels over which addresses interleave are one memory, because all traffic loads them alike.
// Stacks or channels that hold data of their own are one memory each.
//
// With a `size` it also counts the tensors of tasks (sim/state/memory_state.hpp): a cluster keeps
// them in the first memory that its `memory` names. A task that finds no room waits, or its tensors
// spill to another memory, over the links of both and after the latencies of both, or the run ends.
// Links between the two, of one direction each, are named in `spill_over` and `read_back`.
//
// How far to trust it: rates measured together already include the losses by arbitration, refresh
// and bank conflicts. A mix of agents that nobody measured is interpolated between the measured
// ones.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platforms/contention.hpp"
#include "platforms/memory.hpp"
#include "platforms/platform.hpp"
#include "platforms/platform_names.hpp"
#include "sim/base/enum_names.hpp"

namespace kairos {

template <>
struct EnumNames<WhenFull> {
  static constexpr std::string_view kind = "reaction to a full memory";
  static constexpr std::array names{EnumName{WhenFull::wait, "wait"},
                                    EnumName{WhenFull::spill, "spill"},
                                    EnumName{WhenFull::fail, "fail"}};
};

/// Clusters behind one port of a memory, and the bandwidth that they reach together if no other
/// agent uses the memory.
struct AgentConfig {
  std::string name;
  std::vector<std::string> clusters;  ///< If empty, the agent is the cluster called `name`.
  BytesPerSecond bandwidth;
  SourceLocation place;
  std::optional<Contention> contention = {};  ///< Replaces that of the memory for this agent.

  void describe(Fields& f);
};

/// The bandwidth that some agents reach together.
struct JointConfig {
  std::vector<std::string> agents;
  BytesPerSecond bandwidth;
  SourceLocation place;

  void describe(Fields& f);
};

struct MemoryConfig {
  std::string name, source;
  BytesPerSecond bandwidth;
  std::optional<BytesPerSecond> peak;
  JoulesPerByte energy;
  std::vector<AgentConfig> agents;
  std::vector<JointConfig> joint;
  std::optional<Bytes> size;
  Duration latency;
  WhenFull when_full = WhenFull::wait;
  std::optional<std::string> spill_to;
  std::vector<std::string> spill_over;
  std::optional<std::vector<std::string>> read_back;
  SourceLocation place;
  std::optional<Contention> contention = {};

  void describe(Fields& f);
  /// Throws InputError if rates contradict each other or agents are unknown.
  void check(const SourceLocation& where) const;
  /// Adds the links NAME, NAME.AGENT for each agent, and NAME.A+B for each joint group.
  void add_links(Interconnect& interconnect) const;
  /// The links that memory traffic of a cluster crosses, the agent's own link first.
  [[nodiscard]] std::vector<LinkId> route_of(const std::string& cluster,
                                             const PlatformNames& names) const;
  /// Throws InputError if an agent's cluster is unknown or does not name this memory.
  void check_agents(const Platform& platform, const PlatformNames& names) const;
};

}  // namespace kairos
