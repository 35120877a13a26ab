// A named model as a document: the options of a plug-in, and where its numbers come from.
#pragma once

#include "sim/base/registry.hpp"
#include "workloads/models/model.hpp"

namespace kairos {

struct ModelConfig {
  std::string name, description, source;
  double parameters = 0;
  Choice<Model> model{"transformer"};
  Call call;

  void describe(Fields& f) {
    f("name", name, "name of the model").required();
    f("description", description, "what the model is, in one line");
    f("source", source, "where its sizes come from");
    f("parameters", parameters, "published number of parameters; 0 if there is none")
        .not_negative();
    f("model", model, "model plug-in with its options").required();
    f("call", call, "presets of a call, such as the data types in which the model is published");
  }
  /// The graph of the preset call, with the name of the model.
  [[nodiscard]] OperatorGraph build() const { return model.make()->build(call, name); }
};

}  // namespace kairos
