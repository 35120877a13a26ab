// A report format in one file: the names of the policies and metrics.
#include "experiments/report/report_writer.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class Names final : public ReportWriter {
 public:
  [[nodiscard]] std::string write(const Comparison& comparison) const override {
    std::string text;
    for (const std::string& policy : comparison.policies) text += policy + "\n";
    for (const MetricInfo& metric : comparison.metrics) text += metric.name + "\n";
    return text;
  }
};

const Register<ReportWriter, Names> registered{"names", "names of policies and metrics"};

}  // namespace
}  // namespace kairos
