#include "experiments/experiment/network_file.hpp"

#include "experiments/experiment/experiment_config.hpp"
#include "experiments/files/file_kind.hpp"
#include "experiments/files/library.hpp"
#include "experiments/files/read_document.hpp"
#include "workloads/models/model_config.hpp"
#include "workloads/operators/network_document.hpp"

namespace kairos {
namespace {

/// The document of a model of the library, or of a file.
Value document_of(const std::string& name, const Reader::Settings& settings) {
  const bool may_be_file = name.find_first_of("./") != std::string::npos;
  if (!may_be_file) return resolve(Value::scalar(name), Shelf::models);
  return resolve(read_document(name, ImportConfig{std::nullopt, settings}), Shelf::models);
}

}  // namespace

OperatorGraph load_network(const std::string& name, const Reader::Settings& settings,
                           const std::vector<std::string>& assignments) {
  Value document = document_of(name, settings);
  for (const std::string& assignment : assignments) assign(document, assignment);
  if (kind_of(document) == "model") {
    ModelConfig config;
    Codec<ModelConfig>::read(document, config);
    return config.build();
  }
  require_kind(document, "network");
  NetworkDocument config;
  Codec<NetworkDocument>::read(document, config);
  return config.build();
}

}  // namespace kairos
