// Graphs of Graphviz (.dot, .gv). Boost.Graph reads them, in a module, because its library loads
// the Unicode tables of ICU, which nothing else needs.
//
//   digraph job {
//     a [kernel = "fft", time_cpu = "118 us", time_dsp = "16 us"]
//     b [size = 2000000]        a task of 2 Mop, for the cost model roofline
//     a -> b [bytes = "4 KiB"]
//   }
//
// Boost.Graph sorts the nodes by name; the attribute `order` of a node gives its task another place
// among the tasks. workloads/import/attributed_graph.hpp lists the attributes that count. `size` of
// nodes and edges has the meaning that it has in the graphs of SimGrid and daggen. Numbers with an
// exponent need quotes. How far to trust it: a graph without such attributes gives the dependencies
// only, and its tasks need `times` of the workload.
#include "sim/base/file.hpp"
#include "sim/base/module.hpp"
#include "sim/base/registry.hpp"
#include "workloads/import/attributed_graph.hpp"

namespace kairos {
namespace {

class Dot final : public Reader {
 public:
  [[nodiscard]] bool recognises(const Source& source) const override {
    return source.path.ends_with(".dot") || source.path.ends_with(".gv");
  }

  [[nodiscard]] Value read(const Source& source, const Settings& settings) const override {
    using Parse = void (*)(const std::string& text, const std::string& path, AttributedGraph& to);
    const auto parse = reinterpret_cast<Parse>(find_in_module(
        {"kairos_graphviz.so", "kairos_read_graphviz", "the reader of DOT files",
         "build the target kairos_graphviz, or set KAIROS_MODULE_DIR to its folder"}));
    AttributedGraph graph;
    parse(text_of(source.contents, source.path), source.path, graph);
    return workload_of(graph, source, settings, "graph of a DOT file");
  }
};

const Register<Reader, Dot> registered{"dot", "graph of Graphviz (.dot, .gv)"};

}  // namespace
}  // namespace kairos
