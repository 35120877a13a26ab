// A kernel that is no network: a loop over items, a share of which is serial.
//
//   operations = items * operations of an item
//   speed-up on n equal elements <= 1 / (s + (1 - s) / n), with the serial share s (Amdahl, 1967)
//
// The operator `serial` comes first and cannot be cut; `parallel` can be cut along its items.
// Example: a serial share of 0.0195 limits 8 cores to a speed-up of 7.04 (PULP cluster).
// A test runs this and has 7.04 to nine digits (tests/published/amdahl.yaml).
// How far to trust it: as far as the operations of an item are known. A serial share that is spread
// over the kernel, rather than before it, costs the same time if nothing else runs.

#include "sim/base/registry.hpp"
#include "workloads/models/model.hpp"
#include "workloads/models/network.hpp"

namespace kairos {
namespace {

class Kernel final : public ForwardModel {
 public:
  struct Options {
    std::int64_t items = 1'000'000, read = 1, written = 1;
    double operations = 100, serial_share = 0;

    void describe(Fields& f) {
      f("items", items, "number of items of the loop").between(1, std::int64_t{1} << 40U);
      f("read", read, "number of elements that are read for an item").at_least(1);
      f("written", written, "number of elements that are written for an item").at_least(1);
      f("operations", operations, "number of operations of an item").not_negative();
      f("serial_share", serial_share, "share of the operations that only one element can execute")
          .between(0, 1);
    }
  };
  explicit Kernel(const Options& options) : options_(options) {}

 protected:
  [[nodiscard]] OperatorGraph network(const Call& call, std::string title) const override {
    Network net(std::move(title), call);
    const std::int64_t items = options_.items * call.batch;
    const double all = static_cast<double>(items) * options_.operations;
    std::vector<TensorId> inputs{net.input("items", {items, options_.read})};
    if (options_.serial_share > 0) {
      const TensorId start = net.input("start", {1, 1});
      const TensorId done = net.add(loop(all * options_.serial_share, 1, true), "serial", {start});
      inputs.push_back(
          net.add(operator_kind("expand", {{"shape", Shape{items, 1}}}), "plan", {done}));
      net.make_view();
    }
    const double each = options_.operations * (1 - options_.serial_share);
    net.add(loop(each, options_.written, false), "parallel", std::move(inputs));
    return net.take();
  }

 private:
  static Kind loop(double operations, std::int64_t size, bool serial) {
    return operator_kind("items", {{"operations", shortest(operations).c_str()},
                                   {"size", size},
                                   {"serial", serial ? "true" : "false"}});
  }

  Options options_;
};

const Register<Model, Kernel> registered{"kernel",
                                         "loop over items with a serial share, not a network"};

}  // namespace
}  // namespace kairos
