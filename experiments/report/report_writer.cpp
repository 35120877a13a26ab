#include "experiments/report/report_writer.hpp"

#include "sim/base/registry.hpp"

namespace kairos {

std::string written_as(const std::string& format, const Comparison& comparison) {
  Choice<ReportWriter> choice(format);
  return choice.make()->write(comparison);
}

}  // namespace kairos
