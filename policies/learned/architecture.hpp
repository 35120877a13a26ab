// The architecture of a network: its kind, its sizes and the order of its weights in a file.
//
// All networks consist of dense layers, y = x W + b. The weights are stored layer by layer; for
// each layer first W, row by row, and then b.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "policies/learned/observation.hpp"
#include "sim/base/enum_names.hpp"

namespace kairos {

/// Every kind is also the name of a policy. network.hpp says what each kind computes.
enum class NetworkKind : std::uint8_t {
  learned,   ///< Two perceptrons over rows of features, with or without a graph network.
  deepsocs,  ///< A graph network orders the tasks; earliest finish time places them.
  scarl,     ///< Attention over tasks, then over places.
  socrates,  ///< A perceptron over a flat state of fixed size places the tasks, which come in order
             ///< of their ids.
};

/// The heuristic whose scores are added to the logits.
enum class Prior : std::uint8_t { srpt_eft, none };

template <>
struct EnumNames<NetworkKind> {
  static constexpr std::string_view kind = "network";
  static constexpr std::array names{
      EnumName{NetworkKind::learned, "learned"}, EnumName{NetworkKind::deepsocs, "deepsocs"},
      EnumName{NetworkKind::scarl, "scarl"}, EnumName{NetworkKind::socrates, "socrates"}};
};
template <>
struct EnumNames<Prior> {
  static constexpr std::string_view kind = "prior";
  static constexpr std::array names{EnumName{Prior::srpt_eft, "srpt_eft"},
                                    EnumName{Prior::none, "none"}};
};

struct DenseLayer {
  std::size_t inputs = 0, outputs = 0;
  bool begins_at_zero = false;

  [[nodiscard]] std::size_t weights() const { return (inputs + 1) * outputs; }
};

/// Widths of a task's embedding in a graph network, of the hidden layers that compute it, and of
/// scarl's embeddings.
inline constexpr std::size_t node_embedding = 8, node_hidden = 16, attention_width = 16;

/// Index into Architecture::layers() of the first layer of the perceptrons of tasks and places.
inline constexpr std::size_t task_layers = 0, place_layers = 3;
/// Index of the first layer of graph networks, and of the sums over jobs that follow them.
inline constexpr std::size_t graph_layers = 6, deepsocs_graph_layers = 3, deepsocs_sum_layers = 9;
/// Index of the first layer of scarl's attention over tasks and over places.
inline constexpr std::size_t scarl_task_layers = 0, scarl_place_layers = 5;

/// Options of the observation: what a round observes besides the rows, and how it treats a busy
/// element.
struct ObservationOptions {
  bool graph = false;       ///< True if the graph of unfinished tasks is observed.
  bool whole_jobs = false;  ///< True if the graph contains all unfinished tasks of every job that
                            ///< has a ready task.
  /// If `whole_jobs` is false, the graph contains the tasks up to this many edges behind a ready
  /// task.
  std::uint64_t hops = 0;
  bool task_row = false;   ///< True if the context of a place is the row of its task.
  bool job_slots = false;  ///< True if the context of a place is the flat state of job_slots.hpp.
  bool commits = false;    ///< True if a task is always sent to its place and waits there.
  double joule = 0;  ///< The number of seconds of delay that one joule is worth; see round.hpp.
};

/// The defaults describe older files of weights, which do not name kind, prior, hops, commits and
/// joule.
struct Architecture {
  std::uint64_t version = observation_version;
  std::uint64_t task_inputs = task_width, place_inputs = place_width;
  std::uint64_t first_hidden = 32, second_hidden = 16;
  NetworkKind kind = NetworkKind::learned;
  Prior prior = Prior::srpt_eft;
  std::uint64_t hops = 0;
  bool commits = false;
  double joule = 0;

  void describe(Fields& f);
  /// The layers in the order of their weights. network.hpp says what each layer does.
  [[nodiscard]] std::vector<DenseLayer> layers() const;
  [[nodiscard]] std::size_t weights() const;
  [[nodiscard]] ObservationOptions observation_options() const;
  /// True if the network reads the rows that the present version of Round makes.
  [[nodiscard]] bool reads_present_rows() const;
  bool operator==(const Architecture&) const = default;
};

/// The architecture that the policy of this kind uses when it is untrained.
Architecture architecture_of(NetworkKind kind, double joule = 0);

}  // namespace kairos
