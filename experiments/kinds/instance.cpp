// Static instances: single graphs with a time for every task on every element.
#include <fmt/format.h>

#include "experiments/files/file_kind.hpp"
#include "experiments/static/static_instance.hpp"
#include "sim/base/registry.hpp"
#include "sim/base/text.hpp"

namespace kairos {
namespace {

class InstanceFile final : public FileKind {
 public:
  [[nodiscard]] std::string_view title() const override { return "static instance"; }
  [[nodiscard]] std::string_view advice() const override { return "use 'kairos solve'"; }
  [[nodiscard]] std::vector<std::string> keys() const override { return {"cost", "edges"}; }

  [[nodiscard]] std::string check(Value document,
                                  const std::vector<std::string>& assignments) const override {
    if (!assignments.empty()) {
      throw InputError(document.place,
                       "a static instance has no settings; leave out --set and "
                       "--seed");
    }
    const std::size_t count = read_instances(*document.place.file).size();
    return fmt::format("{} {} fine", counted(count, "static instance"), count == 1 ? "is" : "are");
  }

  [[nodiscard]] std::optional<Schema> schema() const override { return std::nullopt; }
};

const Register<FileKind, InstanceFile> registered{
    "instance", "a graph with a time for every task on every element, for 'kairos solve'"};

}  // namespace
}  // namespace kairos
