// Networks: operators and the tensors that they read and write.
#include <fmt/format.h>

#include "experiments/experiment/experiment_config.hpp"
#include "experiments/files/file_kind.hpp"
#include "sim/base/registry.hpp"
#include "sim/base/text.hpp"
#include "workloads/operators/demand.hpp"
#include "workloads/operators/network_document.hpp"

namespace kairos {
namespace {

class NetworkFile final : public FileKind {
 public:
  [[nodiscard]] std::string_view title() const override { return "network"; }
  [[nodiscard]] std::string_view advice() const override {
    return "use 'kairos operators' or 'kairos check'";
  }
  [[nodiscard]] std::vector<std::string> keys() const override { return {"operators"}; }

  [[nodiscard]] std::string check(Value document,
                                  const std::vector<std::string>& assignments) const override {
    for (const std::string& assignment : assignments) assign(document, assignment);
    NetworkDocument config;
    Codec<NetworkDocument>::read(document, config);
    const OperatorGraph graph = config.build();
    double macs = 0;
    for (const Operator& op : graph.operators()) {
      macs += op.operations(ComputeUnit::matrix, op.whole()) / 2;
    }
    return fmt::format("network '{}' is fine: {}, {}, {:.6g} million MACs", graph.name(),
                       counted(graph.operators().size(), "operator"),
                       counted(graph.tensors().size(), "tensor"), macs / 1e6);
  }

  [[nodiscard]] std::optional<Schema> schema() const override {
    return Codec<NetworkDocument>::schema();
  }
};

const Register<FileKind, NetworkFile> registered{
    "network", "operators and tensors of a network, for 'kairos operators'"};

}  // namespace
}  // namespace kairos
