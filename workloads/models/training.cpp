// One training step of any other model.
//
//   backpropagation   forward pass, gradients of all inputs and weights, updates: about 3 times the
//                     operations of a forward pass
//   layer_local       the same, but every layer has a loss of its own, so that its gradients can be
//                     computed before the next layer has run
//   zeroth_order      two forward passes with disturbed weights and an update: twice the
//                     operations, and no activations to keep (MeZO, arXiv 2305.17333; ZO2, arXiv
//                     2503.12668)
//
// Example: a step of OPT-1.3B by zeroth_order reads each block of 100.7 MB in fp16 twice for the
// passes and once for the update.
// How far to trust it: see gradients.hpp. Optimizers with more state than the weights, such as
// Adam, read and write more; disturbances of zeroth_order are made while weights are read and not
// counted.
#include <array>

#include "sim/base/enum_names.hpp"
#include "sim/base/registry.hpp"
#include "workloads/models/gradients.hpp"
#include "workloads/models/model.hpp"

namespace kairos {
namespace {

enum class TrainingMethod : std::uint8_t { backpropagation, layer_local, zeroth_order };

}  // namespace

template <>
struct EnumNames<TrainingMethod> {
  static constexpr std::string_view kind = "method of training";
  static constexpr std::array names{EnumName{TrainingMethod::backpropagation, "backpropagation"},
                                    EnumName{TrainingMethod::layer_local, "layer_local"},
                                    EnumName{TrainingMethod::zeroth_order, "zeroth_order"}};
};

namespace {

class Training final : public Model {
 public:
  struct Options {
    Choice<Model> model{"resnet"};
    TrainingMethod method = TrainingMethod::backpropagation;

    void describe(Fields& f) {
      f("model", model, "model that is trained");
      f("method", method, "method of training");
    }
    void check(const SourceLocation& where) const {
      if (model.name != "training") return;
      throw InputError(where, "a training step cannot be trained; write the model itself");
    }
  };
  explicit Training(const Options& options)
      : model_(options.model.make()), method_(options.method) {}

  [[nodiscard]] std::span<const ModelPhase> phases() const override {
    static constexpr std::array all{ModelPhase::train};
    return all;
  }

 protected:
  [[nodiscard]] OperatorGraph network(const Call& call, std::string title) const override {
    Call forward = call;
    forward.phase = model_->phases().front();
    forward.context = 0;
    OperatorGraph graph = model_->build(forward, std::move(title));
    switch (method_) {
      case TrainingMethod::backpropagation:
        add_gradients(graph, GradientReach::whole);
        break;
      case TrainingMethod::layer_local:
        add_gradients(graph, GradientReach::layer);
        break;
      case TrainingMethod::zeroth_order:
        add_second_pass(graph);
        break;
    }
    return graph;
  }

 private:
  std::unique_ptr<Model> model_;
  TrainingMethod method_;
};

const Register<Model, Training> registered{
    "training", "training step of another model: backpropagation, layer by layer, zeroth order"};

}  // namespace
}  // namespace kairos
