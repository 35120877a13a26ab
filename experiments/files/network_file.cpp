#include "experiments/files/network_file.hpp"

#include "experiments/files/file_kind.hpp"
#include "workloads/models/model_config.hpp"
#include "workloads/operators/network_config.hpp"

namespace kairos {

OperatorGraph graph_of(const Value& document) {
  if (document.is_map() && kind_of(document) == "model") {
    ModelConfig config;
    Codec<ModelConfig>::read(document, config);
    return config.build();
  }
  require_kind(document, "network");
  NetworkConfig config;
  Codec<NetworkConfig>::read(document, config);
  return config.build();
}

}  // namespace kairos
