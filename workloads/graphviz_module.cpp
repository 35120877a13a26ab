// The module kairos_graphviz.so: reads DOT files with Boost.Graph.
#include <algorithm>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/graphviz.hpp>

#include "sim/base/error.hpp"
#include "workloads/import/attributed_graph.hpp"

namespace kairos {
namespace {

using Attributes = AttributedGraph::Attributes;
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, Attributes,
                                    Attributes, Attributes>;
using Vertex = boost::graph_traits<Graph>::vertex_descriptor;
using Edge = boost::graph_traits<Graph>::edge_descriptor;

constexpr auto id_attribute = "\x01id";  // A name that no attribute of a file can have.

/// Keeps one attribute of all nodes, of all edges, or of the graph.
class AttributeMap final : public boost::dynamic_property_map {
 public:
  AttributeMap(Graph& graph, std::string name, const boost::any& key)
      : graph_(graph), name_(std::move(name)), key_(&key.type()) {}

  boost::any get(const boost::any&) override { return std::string{}; }
  std::string get_string(const boost::any&) override { return {}; }
  void put(const boost::any& key, const boost::any& value) override {
    const auto* text = boost::any_cast<std::string>(&value);
    if (text != nullptr) attributes_of(key)[name_] = *text;
  }
  [[nodiscard]] const std::type_info& key() const override { return *key_; }
  [[nodiscard]] const std::type_info& value() const override { return typeid(std::string); }

 private:
  Attributes& attributes_of(const boost::any& key) {
    if (const auto* vertex = boost::any_cast<Vertex>(&key)) return graph_[*vertex];
    if (const auto* edge = boost::any_cast<Edge>(&key)) return graph_[*edge];
    return graph_[boost::graph_bundle];
  }
  Graph& graph_;
  std::string name_;
  const std::type_info* key_;
};

Graph parsed(const std::string& text) {
  Graph graph;
  boost::dynamic_properties attributes(
      [&](const std::string& name, const boost::any& key, const boost::any&) {
        return boost::make_shared<AttributeMap>(graph, name, key);
      });
  boost::read_graphviz(text, graph, attributes, id_attribute);
  return graph;
}

/// The message of the parser for a text; empty if it accepts the text.
std::string complaint(const std::string& text) {
  try {
    static_cast<void>(parsed(text));
    return {};
  } catch (const std::exception& error) {
    return error.what();
  }
}

/// The line of a mistake, which the parser does not tell: that of the shortest beginning of the
/// text for which it complains in the same words.
int line_of(const std::string& text, const std::string& message) {
  std::vector<std::size_t> ends;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' || i + 1 == text.size()) ends.push_back(i + 1);
  }
  const auto first = std::ranges::partition_point(
      ends, [&](std::size_t end) { return complaint(text.substr(0, end)) != message; });
  return static_cast<int>(std::min(first - ends.begin() + 1, std::ssize(ends)));
}

/// Refuses graphs whose nesting the parser, which is recursive, may not survive.
void refuse_deep_nesting(const std::string& text, const SourceLocation& file) {
  constexpr int deepest = 64;
  SourceLocation place = file;
  place.line = place.column = 1;
  int depth = 0;
  for (const char c : text) {
    if (c == '\n') ++place.line;
    if (c == '{') ++depth;
    if (c == '}') --depth;
    if (depth > deepest) {
      throw InputError(place, "the graph is nested too deeply, more than " +
                                  std::to_string(deepest) + " levels; flatten it");
    }
  }
}

void copy(const Graph& from, AttributedGraph& to) {
  to.attributes = from[boost::graph_bundle];
  for (const Vertex vertex : boost::make_iterator_range(boost::vertices(from))) {
    Attributes attributes = from[vertex];
    std::string id = attributes[id_attribute];
    attributes.erase(id_attribute);
    to.nodes.push_back({std::move(id), std::move(attributes)});
  }
  for (const Edge edge : boost::make_iterator_range(boost::edges(from))) {
    to.edges.push_back({boost::source(edge, from), boost::target(edge, from), from[edge]});
  }
}

}  // namespace

/// Called by workloads/readers/dot.cpp.
extern "C" void kairos_read_graphviz(const std::string& text, const std::string& path,
                                     AttributedGraph& to) {
  SourceLocation place{std::make_shared<const std::string>(path), 0, 0};
  refuse_deep_nesting(text, place);
  try {
    copy(parsed(text), to);
  } catch (const boost::undirected_graph_error&) {
    throw InputError(place, "the edges of the graph have no direction; write 'digraph' and '->'");
  } catch (const std::exception& error) {
    place.line = line_of(text, error.what());
    place.column = 1;
    throw InputError(place, std::string("not valid DOT: ") + error.what() +
                                "; check brackets, quotes and semicolons");
  }
}

}  // namespace kairos
