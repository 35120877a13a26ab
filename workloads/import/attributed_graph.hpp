// A graph whose nodes and edges have named attributes, as formats of general graphs have them, and
// what the attributes mean for a job graph.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "workloads/readers/reader.hpp"

namespace kairos {

struct AttributedGraph {
  using Attributes = std::map<std::string, std::string>;
  struct Node {
    std::string id;
    Attributes attributes;
    SourceLocation place = {};
  };
  struct Edge {
    std::size_t from = 0, to = 0;
    Attributes attributes;
    SourceLocation place = {};
  };
  Attributes attributes;
  std::vector<Node> nodes;
  std::vector<Edge> edges;
};

/// The graph as a workload. The name of a task is the id of its node. Of a node these attributes
/// count, and of an edge `bytes` or else `size`; all others are about its picture:
///
///   kernel       kernel of the task
///   work, size   number of operations
///   memory       bytes that the task moves
///   time_KIND    time on clusters of this name or kind
///   time         time to which `factors` apply; on clusters of the kind cpu if there are none
///   order        position among the tasks; without it, tasks come in the order of the nodes
///
/// A number without a unit is in operations, in `data_unit` or in `time_unit`. The attribute `name`
/// of the graph names the application.
Value workload_of(const AttributedGraph& graph, const Reader::Source& source,
                  const Reader::Settings& settings, const std::string& description);

}  // namespace kairos
