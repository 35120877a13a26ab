// What every job of a graph draws for itself: which conditional tasks and edges are taken, and
// amounts, such as the number of objects that a detector finds.
//
// A task without inputs is taken with its probability. Any other task is taken with its probability
// if at least one of its inputs is taken; an input is taken if its producer is and if the edge is,
// which is drawn when the producer ends. A task that is not taken is skipped.
//
//   passed(task) = 1                                                      without inputs
//                  maximum over taken inputs of passed(producer) * share  otherwise
//   scale(task)  = passed(task) * amount    if it works for each unit of an amount
//                  passed(task)             otherwise
//   bytes        = scale(producer) * share * bytes of the edge, if the edge is taken
//
// Work, memory traffic and execution time of a task are multiplied by its scale. A task whose scale
// is zero is skipped.
//
// Example: a filter sends 2 MB with a share of 0.1 to a task of 10 ms. The task gets 200 kB and
// takes 1 ms. If a detector finds 3 objects, a task of 4 ms for each object takes 12 ms.
//
// Of the edges of a group, which leave the same task, exactly one is taken. Their probabilities sum
// to 1, and one number that is drawn when the task ends decides between them:
//
//   edge n is taken if  p_1 + ... + p_(n-1) <= u < p_1 + ... + p_n,   u uniform in [0, 1)
//
// How far to trust it: draws of different tasks, groups and other edges are independent. Work that
// does not grow with the amount, such as loading a kernel, belongs to the overheads of the
// platform, which do not scale.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/base/id.hpp"
#include "workloads/distribution.hpp"

namespace kairos {

class JobGraph;

enum class JobTensorId : std::uint32_t;  // See workloads/job_graph.hpp.
enum class AmountId : std::uint32_t {};  ///< An amount that a task of a job graph draws.

/// A number that a task draws when it ends.
struct DrawnAmount {
  std::string name;  ///< Unique in its graph, e.g. "objects".
  TaskId maker{};
  Distribution is;
};

/// How often an edge is taken, and how much of its producer's amount of work it passes on.
struct EdgeDraw {
  double probability = 1;
  double share = 1;              ///< Greater than zero.
  bool is_one_of_group = false;  ///< True if exactly one edge of a group is taken.

  bool operator==(const EdgeDraw&) const = default;
};

/// Edges of which exactly one is taken.
struct EdgeGroup {
  std::string name;                ///< Unique in its graph.
  TaskId maker{};                  ///< The task that all of them leave.
  std::vector<JobTensorId> edges;  ///< At least two, by the names of their readers.
};

struct GraphDraws {
  IdVector<TaskId, double> probability;
  /// The amount for each unit of which a task works.
  IdVector<TaskId, std::optional<AmountId>> for_each;
  /// The draw of the edge that reads each tensor; certain and whole for tensors with several
  /// readers.
  IdVector<JobTensorId, EdgeDraw> edges;
  IdVector<AmountId, DrawnAmount> amounts;
  std::vector<EdgeGroup> groups;

  /// Expected values: those of a job all of whose tasks and edges are taken and whose amounts are
  /// the means of their distributions.
  IdVector<TaskId, double> passed, scale;
  IdVector<JobTensorId, double> sent;  ///< Factor on the bytes of a tensor.

  /// Computes the expected values.
  void expect(const JobGraph& graph);
};

}  // namespace kairos
