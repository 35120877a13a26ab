#include "sim/metrics/story.hpp"

#include <fmt/format.h>

#include "sim/base/units.hpp"

namespace kairos {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

}  // namespace

std::string Story::name(TaskRef task) const {
  const Application& application =
      scenario_.workload.applications[application_of_[index(task.job)]];
  return fmt::format("{} of {}#{}", (*application.graph)[task.task].name, application.name,
                     index(task.job));
}

std::string Story::name(const Job& job) const {
  return fmt::format("{}#{}", scenario_.workload.applications[job.application].name, index(job.id));
}

void Story::observe(Time now, const Event& event) {
  const Platform& platform = scenario_.platform;
  const auto element = [&](ElementId e) { return platform.elements[e].name; };
  const std::string line = std::visit(
      Overloaded{
          [&](const JobArrived& e) {
            application_of_.push_back(e.job.application);
            return fmt::format("{} arrives", name(e.job));
          },
          [&](const TaskReady& e) { return fmt::format("{} is ready", name(e.task)); },
          [&](const TaskSent& e) {
            return fmt::format("{} is sent to {}", name(e.task), element(e.element));
          },
          [&](const TaskStarted& e) {
            return fmt::format("{} starts on {}", name(e.task), element(e.element));
          },
          [&](const TaskFinished& e) {
            return fmt::format("{} ends on {} after {}, {:.3g} mJ", name(e.task),
                               element(e.element), format(e.finish - e.start),
                               e.energy.value() * 1e3);
          },
          [&](const TaskLost& e) {
            const Duration ran = now - e.start;
            return fmt::format(
                "{} is lost on {} after {}{}", name(e.task), element(e.element), format(ran),
                ran == e.work_lost ? "" : ", " + format(e.work_lost) + " after its checkpoint");
          },
          [&](const TaskErred& e) {
            return fmt::format("{} has a wrong result on {} after {}", name(e.task),
                               element(e.element), format(now - e.start));
          },
          [&](const TaskCheckpointed& e) {
            return fmt::format("{} keeps {:.4g} % on {}", name(e.task), e.done * 100,
                               element(e.element));
          },
          [&](const JobFinished& e) {
            return fmt::format("{} is done after {}{}", name(e.job), format(e.latency),
                               now > e.job.deadline ? ", too late" : "");
          },
          [&](const PointChanged& e) {
            const Cluster& cluster = platform.clusters[e.cluster];
            return fmt::format("{} goes to {}", cluster.name,
                               format(cluster.points[e.point].frequency));
          },
          [&](const ElementFailed& e) { return fmt::format("{} fails", element(e.element)); },
          [&](const FailureDetected& e) {
            return fmt::format("{} is found to be down", element(e.element));
          },
          [&](const ElementReturned& e) { return fmt::format("{} returns", element(e.element)); },
          [&](const SpeedChanged& e) {
            return fmt::format("{} runs at {:.4g} % of its speed", element(e.element),
                               e.remaining * 100);
          },
          [&](const BandwidthChanged& e) {
            return fmt::format("{} carries {:.4g} % of its bandwidth",
                               platform.interconnect.links[e.link].name, e.remaining * 100);
          },
      },
      event);
  text_ += fmt::format("{:>14.3f} us  {}\n", now.microseconds(), line);
}

}  // namespace kairos
