// Which network a file of weights is for: its kind, its sizes and the order of its weights.
//
// All networks are made of dense layers, y = x W + b. Their weights follow one another, layer by
// layer, of each W row by row and then b.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "policies/learned/observation.hpp"
#include "sim/base/enum_names.hpp"

namespace kairos {

/// Each is a policy of that name; network.hpp says what they compute.
enum class NetworkKind : std::uint8_t {
  learned,   ///< Two perceptrons over described rows, with or without a graph network.
  deepsocs,  ///< A graph network orders, earliest finish time places.
  scarl,     ///< Attention over tasks, then over places.
  socrates,  ///< A perceptron over a flat state of fixed size places, tasks come in order.
};

/// What is added to the logits: what the heuristic thinks of each row, or nothing.
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

/// Of an embedding of a task (deepsocs, learned with hops; scarl), and inside its layers.
inline constexpr std::size_t node_embedding = 8, node_hidden = 16, attention_width = 16;

/// Of Architecture::layers(), the first of each part: of the perceptrons of tasks and places ...
inline constexpr std::size_t task_layers = 0, place_layers = 3;
/// ... of a graph network, and of the sums over jobs that follow it; ...
inline constexpr std::size_t graph_layers = 6, deepsocs_graph_layers = 3, deepsocs_sum_layers = 9;
/// ... of scarl's attention.
inline constexpr std::size_t scarl_task_layers = 0, scarl_place_layers = 5;

/// What a round has to observe beside the rows, and how it treats a busy element.
struct Sight {
  bool graph = false;       ///< Unfinished tasks ...
  bool whole_jobs = false;  ///< ... all of those of jobs with a ready task ...
  std::uint64_t hops = 0;   ///< ... or those so many edges behind a ready one.
  bool task_row = false;    ///< The context of a place is the row of its task ...
  bool job_slots = false;   ///< ... or the flat state of job_slots.hpp.
  bool commits = false;     ///< A task is sent where it is placed, to wait there.
  double joule = 0;         ///< Seconds of delay that a joule counts for; see round.hpp.
};

/// A file without kind, prior, hops, commits and joule is from before there was a choice: the
/// defaults.
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
  /// In the order of their weights; network.hpp says what each does.
  [[nodiscard]] std::vector<DenseLayer> layers() const;
  [[nodiscard]] std::size_t weights() const;
  [[nodiscard]] Sight sight() const;
  /// Whether its rows are those that a Round makes today.
  [[nodiscard]] bool reads_present_rows() const;
  bool operator==(const Architecture&) const = default;
};

/// With the sizes that its policy has when untrained.
Architecture architecture_of(NetworkKind kind, double joule = 0);

}  // namespace kairos
