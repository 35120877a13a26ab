// Data acquisition: sensors, collectors, and two levels of filters before a disk.
//
//   bytes to the first filter  = events * sensors * bytes of a sensor
//   bytes to the second filter = those / first reduction
//   bytes to the disk          = those / second reduction
//   operations of a filter     = bytes that it reads * operations per byte
//
// The batch of a call is a number of events. Collectors join the data of their sensors; a filter
// decides for each event, and the data of events that pass are copied.
// Example: 19 sensors of 429,737 B send 8.17 MB per event, as the detectors of CMS do for 200
// collisions at a time; with reductions of 53.3 and 100, one event in 5330 is stored.
// How far to trust it: the numbers of events that pass are means, rounded down, but at least 1.
// Filters whose work grows faster than the bytes need another number of operations per byte.

#include "sim/base/registry.hpp"
#include "workloads/models/model.hpp"
#include "workloads/models/network.hpp"

namespace kairos {
namespace {

class DataAcquisition final : public ForwardModel {
 public:
  struct Options {
    std::int64_t sensors = 19, collectors = 4, sensor_bytes = 429'737;
    double first_operations = 1, second_operations = 100;
    double first_reduction = 53.3, second_reduction = 100;

    void describe(Fields& f) {
      f("sensors", sensors, "number of sensors").between(1, 4096);
      f("collectors", collectors, "number of collectors, which join the data of some sensors")
          .between(1, 4096);
      f("sensor_bytes", sensor_bytes, "bytes that a sensor sends for an event")
          .between(1, std::int64_t{1} << 32U);
      f("first_operations", first_operations, "operations of the first filter for each byte")
          .not_negative();
      f("second_operations", second_operations, "operations of the second filter for each byte")
          .not_negative();
      f("first_reduction", first_reduction, "events before the first filter for one after it")
          .at_least(1);
      f("second_reduction", second_reduction, "events before the second filter for one after it")
          .at_least(1);
    }
    void check(const SourceLocation& where) const {
      if (collectors <= sensors) return;
      throw InputError(where, "'collectors' is " + std::to_string(collectors) +
                                  ", but there are only " + std::to_string(sensors) +
                                  " sensors; use a smaller number");
    }
  };
  explicit DataAcquisition(const Options& options) : options_(options) {}

 protected:
  [[nodiscard]] OperatorGraph network(const Call& original, std::string title) const override {
    Call call = original;
    call.activations = DataType::int8;  // Extents are bytes.
    Network net(std::move(title), call);
    TensorId x = join(net, "event", collected(net));
    x = filtered(net, "first_filter", x, options_.first_operations, options_.first_reduction);
    x = filtered(net, "second_filter", x, options_.second_operations, options_.second_reduction);
    net.add(loop(0, net.shape(x)[1]), "disk", {x});
    return net.take();
  }

 private:
  static Kind loop(double operations, std::int64_t size) {
    return operator_kind("items", {{"operations", shortest(operations).c_str()}, {"size", size}});
  }
  static TensorId join(Network& net, const std::string& name, std::vector<TensorId> parts) {
    return net.add(operator_kind("concatenation", {{"axis", 1}}), name, std::move(parts));
  }

  std::vector<TensorId> collected(Network& net) const {
    std::vector<TensorId> joined;
    const Kind sense = loop(0, options_.sensor_bytes);
    std::int64_t next = 0;
    for (std::int64_t c = 0; c < options_.collectors; ++c) {
      std::vector<TensorId> parts;
      for (const std::int64_t end = (c + 1) * options_.sensors / options_.collectors; next < end;
           ++next) {
        const std::string name = "sensor" + std::to_string(next);
        const TensorId trigger = net.input(name + ".trigger", {net.call().batch, 1});
        parts.push_back(net.add(sense, name, {trigger}));
      }
      joined.push_back(join(net, "collector" + std::to_string(c), std::move(parts)));
    }
    return joined;
  }

  static TensorId filtered(Network& net, const std::string& name, TensorId x, double operations,
                           double reduction) {
    const auto events = net.shape(x)[0];
    const double each = operations * static_cast<double>(net.shape(x)[1]);
    const TensorId decisions = net.add(loop(each, 1), name, {x});
    const auto passed = std::max<std::int64_t>(
        1, static_cast<std::int64_t>(static_cast<double>(events) / reduction));
    return net.add(operator_kind("dispatch", {{"rows", passed}}), name + ".passed", {x, decisions});
  }

  Options options_;
};

const Register<Model, DataAcquisition> registered{
    "data_acquisition", "sensors, collectors and filters of a data acquisition system"};

}  // namespace
}  // namespace kairos
