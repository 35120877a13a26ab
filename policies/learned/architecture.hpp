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

/// Number of layers of a perceptron, of an embedding, of a graph network, which consists of the
/// embeddings of rows, messages and sums, and of a pointer of scarl.
inline constexpr std::size_t perceptron_depth = 3, embedding_depth = 2,
                             graph_depth = 3 * embedding_depth, pointer_depth = 3;

// The parts of each kind of network follow each other in Architecture::layers(). The numbers below
// are the indices of the first layers of these parts.

namespace learned_parts {
inline constexpr std::size_t tasks = 0;  ///< The perceptron that scores tasks.
/// The perceptron that scores places.
inline constexpr std::size_t places = tasks + perceptron_depth;
/// The graph network, if there are hops.
inline constexpr std::size_t graph = places + perceptron_depth;
}  // namespace learned_parts

namespace deepsocs_parts {
inline constexpr std::size_t tasks = 0;  ///< The perceptron that scores tasks.
inline constexpr std::size_t graph = tasks + perceptron_depth;  ///< The graph network.
/// The embedding of tasks that is summed over each job.
inline constexpr std::size_t job_sums = graph + graph_depth;
/// The embedding of jobs that is summed over the system.
inline constexpr std::size_t system_sums = job_sums + embedding_depth;
}  // namespace deepsocs_parts

namespace scarl_parts {
inline constexpr std::size_t task_embedding = 0;  ///< One layer that embeds the rows of tasks.
/// One layer that scores tasks for the glimpse.
inline constexpr std::size_t task_scores = task_embedding + 1;
inline constexpr std::size_t task_pointer = task_scores + 1;  ///< The pointer to a task.
/// One layer that embeds the rows of places.
inline constexpr std::size_t place_embedding = task_pointer + pointer_depth;
inline constexpr std::size_t place_pointer = place_embedding + 1;  ///< The pointer to a place.
}  // namespace scarl_parts

namespace socrates_parts {
inline constexpr std::size_t places = 0;  ///< The perceptron that scores the clusters.
}  // namespace socrates_parts

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
