// Graphs in GraphML (Brandes et al., GD 2001). Boost.PropertyTree parses the XML; Boost.Graph's own
// reader drops the ids of the nodes, which are the names of the tasks here.
//
//   <graphml><key id="k" for="node" attr.name="time_cpu" attr.type="string"/>
//     <graph edgedefault="directed"><node id="a"><data key="k">118 us</data></node>
//       <node id="b"/><edge source="a" target="b"/></graph></graphml>
//
// workloads/import/attributed_graph.hpp lists the attributes that count. Nested graphs are read as
// part of the graph around them; hyperedges and ports are not supported. How far to trust it: a
// graph without such attributes gives the dependencies only, and its tasks need `times` of the
// workload.
#include <sstream>
#include <unordered_map>

#include <boost/property_tree/xml_parser.hpp>

#include "sim/base/file.hpp"
#include "sim/base/registry.hpp"
#include "workloads/import/attributed_graph.hpp"

namespace kairos {
namespace {

using Tree = boost::property_tree::ptree;

class GraphmlFile {
 public:
  explicit GraphmlFile(const std::string& path)
      : file_{std::make_shared<const std::string>(path), 0, 0} {}

  AttributedGraph read(const std::string& text) {
    refuse_deep_nesting(text);
    Tree tree;
    try {
      std::istringstream stream(text);
      boost::property_tree::read_xml(stream, tree);
    } catch (const boost::property_tree::xml_parser_error& error) {
      SourceLocation place = file_;
      place.line = static_cast<int>(error.line());
      place.column = 1;
      throw InputError(place, "not valid XML: " + error.message() + "; check tags and quotes");
    }
    const auto root = tree.get_child_optional("graphml");
    if (!root) throw InputError(file_, "the file has no element 'graphml'; name a GraphML file");
    for (const auto& [tag, element] : *root) {
      if (tag == "key") add_key(element);
    }
    for (const auto& [tag, element] : *root) {
      if (tag == "graph") read_graph(element);
    }
    for (const Tree* edge : edges_) add_edge(*edge);
    return std::move(graph_);
  }

 private:
  /// Refuses files whose nesting the parser, which is recursive, may not survive.
  void refuse_deep_nesting(const std::string& text) const {
    constexpr int deepest = 64;
    SourceLocation place = file_;
    place.line = place.column = 1;
    int depth = 0;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
      if (text[i] == '\n') ++place.line;
      if (text[i] == '<' && text[i + 1] != '/' && text[i + 1] != '!' && text[i + 1] != '?') ++depth;
      const bool ends =
          (text[i] == '<' || text[i] == '/') && text[i + 1] == (text[i] == '<' ? '/' : '>');
      if (ends) --depth;
      if (depth > deepest) {
        throw InputError(place, "the file is nested too deeply, more than " +
                                    std::to_string(deepest) + " levels; flatten it");
      }
    }
  }

  [[nodiscard]] std::string attribute(const Tree& element, const std::string& name) const {
    const auto text = element.get_optional<std::string>("<xmlattr>." + name);
    if (!text) throw InputError(file_, "an element lacks the attribute '" + name + "'; add it");
    return *text;
  }

  void add_key(const Tree& element) {
    using Path = Tree::path_type;  // The names of the attributes contain dots.
    const Tree none;
    const Tree& attributes = element.get_child("<xmlattr>", none);
    const std::string id = attribute(element, "id");
    const auto name = attributes.get_optional<std::string>(Path("attr.name", '/'));
    names_[id] = name ? *name : id;
    const auto preset = element.get_optional<std::string>("default");
    const auto of = attributes.get_optional<std::string>("for");
    if (preset && of) presets_[*of][names_[id]] = *preset;
  }

  [[nodiscard]] AttributedGraph::Attributes data_of(const Tree& element, const std::string& kind) {
    AttributedGraph::Attributes data = presets_[kind];
    for (const auto& [tag, child] : element) {
      if (tag != "data") continue;
      const std::string key = attribute(child, "key");
      const auto name = names_.find(key);
      data[name == names_.end() ? key : name->second] = child.get_value<std::string>();
    }
    return data;
  }

  void read_graph(const Tree& graph) {
    if (attribute(graph, "edgedefault") == "undirected") {
      throw InputError(file_,
                       "the edges of the graph have no direction; write "
                       "edgedefault=\"directed\"");
    }
    for (auto& [name, text] : data_of(graph, "graph")) graph_.attributes.emplace(name, text);
    for (const auto& [tag, element] : graph) {
      if (tag == "edge") edges_.push_back(&element);
      if (tag == "hyperedge") {
        throw InputError(file_, "hyperedges are not supported; write one 'edge' per pair of nodes");
      }
      if (tag != "node") continue;
      const std::string id = attribute(element, "id");
      if (!nodes_.emplace(id, graph_.nodes.size()).second) {
        throw InputError(file_, "node '" + id + "' appears twice; give each node its own id");
      }
      graph_.nodes.push_back({id, data_of(element, "node")});
      for (const auto& [inner, nested] : element) {
        if (inner == "graph") read_graph(nested);
      }
    }
  }

  void add_edge(const Tree& edge) {
    graph_.edges.push_back({node(edge, "source"), node(edge, "target"), data_of(edge, "edge")});
  }

  [[nodiscard]] std::size_t node(const Tree& edge, const std::string& end) const {
    const std::string id = attribute(edge, end);
    const auto found = nodes_.find(id);
    if (found == nodes_.end()) {
      throw InputError(file_, "an edge has the " + end + " '" + id +
                                  "', which is not in the file; add the node");
    }
    return found->second;
  }

  SourceLocation file_;
  AttributedGraph graph_;
  std::unordered_map<std::string, std::string> names_;  ///< Names of attributes by key.
  std::map<std::string, AttributedGraph::Attributes> presets_;
  std::unordered_map<std::string, std::size_t> nodes_;
  std::vector<const Tree*> edges_;
};

class Graphml final : public Reader {
 public:
  [[nodiscard]] bool recognises(const Source& source) const override {
    return source.path.ends_with(".graphml") ||
           source.contents.find("<graphml") != std::string::npos;
  }

  [[nodiscard]] Value read(const Source& source, const Settings& settings) const override {
    AttributedGraph graph = GraphmlFile(source.path).read(text_of(source.contents, source.path));
    return workload_of(graph, source, settings, "graph of a GraphML file");
  }
};

const Register<Reader, Graphml> registered{"graphml", "graph in GraphML (.graphml)"};

}  // namespace
}  // namespace kairos
