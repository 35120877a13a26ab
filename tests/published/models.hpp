// Models of the library, for tests that compare them with published values.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "experiments/files/library.hpp"
#include "workloads/models/model_config.hpp"

namespace kairos::testing {

/// Options of a model as texts: {"feed_forward", "gated"}.
using ModelChanges = std::vector<std::pair<std::string, std::string>>;

/// A model of the library with some of its options changed.
inline ModelConfig library_model(const std::string& name, const ModelChanges& changes = {}) {
  Value reference = Value::map();
  reference.set("use", Value::scalar(name));
  for (const auto& [key, text] : changes) {
    set_path(reference, "model." + key, Value::scalar(text));
  }
  ModelConfig config;
  Codec<ModelConfig>::read(resolve(reference, Shelf::models), config);
  return config;
}

}  // namespace kairos::testing
