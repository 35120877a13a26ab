#include "experiments/files/network_file.hpp"

#include "experiments/files/file_kind.hpp"
#include "experiments/files/read_document.hpp"
#include "workloads/operators/network_document.hpp"

namespace kairos {

OperatorGraph load_network(const std::string& file, const Reader::Settings& settings) {
  const Value document = read_document(file, settings);
  require_kind(document, "network");
  NetworkDocument config;
  Codec<NetworkDocument>::read(document, config);
  return config.build();
}

}  // namespace kairos
