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

void Story::observe(Time now, Event event) {
  const Platform& platform = scenario_.platform;
  const auto element = [&](ElementId e) { return platform.elements[e].name; };
  const std::string line = event.visit(Overloaded{
      [&](const JobArrived& e) {
        names_.arrived(e.job);
        return fmt::format("{} arrives", names_.of(e.job.id));
      },
      [&](const TaskReady& e) { return fmt::format("{} is ready", names_.of(e.task)); },
      [&](const TaskSent& e) {
        return fmt::format("{} is sent to {}", names_.of(e.task), element(e.element));
      },
      [&](const TaskStarted& e) {
        return fmt::format("{} starts on {}", names_.of(e.task), element(e.element));
      },
      [&](const TaskFinished& e) {
        return fmt::format("{} ends on {} after {}, {:.3g} mJ", names_.of(e.task),
                           element(e.element), format(e.finish - e.start), e.energy.value() * 1e3);
      },
      [&](const TaskLost& e) {
        const Duration ran = now - e.start;
        return fmt::format(
            "{} is lost on {} after {}{}", names_.of(e.task), element(e.element), format(ran),
            ran == e.work_lost ? "" : ", " + format(e.work_lost) + " after its checkpoint");
      },
      [&](const TaskPreempted& e) {
        return fmt::format("{} is interrupted on {} after {}, with {:.4g} % left",
                           names_.of(e.task), element(e.element), format(now - e.start),
                           e.left * 100);
      },
      [&](const TaskErred& e) {
        return fmt::format("{} has a wrong result on {} after {}", names_.of(e.task),
                           element(e.element), format(now - e.start));
      },
      [&](const TaskCheckpointed& e) {
        return fmt::format("{} keeps {:.4g} % on {}", names_.of(e.task), e.done * 100,
                           element(e.element));
      },
      [&](const JobFinished& e) {
        return fmt::format("{} is done after {}{}", names_.of(e.job.id), format(e.latency),
                           now > e.job.deadline ? ", too late" : "");
      },
      [&](const JobDropped& e) {
        const Stream& stream = scenario_.workload.streams[e.job.stream];
        return fmt::format("{} is dropped", e.has_entered ? names_.of(e.job.id)
                                                          : "job " + std::to_string(e.job.frame) +
                                                                " of " + stream.name);
      },
      [&](const TaskSkipped& e) { return fmt::format("{} is skipped", names_.of(e.task)); },
      [&](const TaskScaled& e) {
        return fmt::format("{} has {:.4g} times its work", names_.of(e.task), e.scale);
      },
      [&](const RequestFinished& e) {
        return fmt::format("a request of {} is complete after {}: {} tokens read, {} made",
                           scenario_.workload.streams[e.session.stream].name,
                           format(now - e.arrival), e.prompt, e.output);
      },
      [&](const CacheEvicted& e) {
        return fmt::format("a cache of {} with {} tokens {}",
                           scenario_.workload.streams[e.stream].name, e.tokens,
                           e.is_swapped ? "moves to the next memory" : "is given up");
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
      [&](const MemoryFull& e) {
        return fmt::format("{} finds no room on {}", names_.of(e.task), element(e.element));
      },
      [&](const MemoryUsed& e) {
        return fmt::format("{} holds {}", platform.memories[e.memory].name, format(e.used));
      },
      [&](const TensorSpilled& e) {
        return fmt::format("{} for {} spill to {}", format(e.bytes), names_.of(e.reader),
                           platform.memories[e.memory].name);
      },
      [&](const BandwidthChanged& e) {
        return fmt::format("{} carries {:.4g} % of its bandwidth",
                           platform.interconnect.links[e.link].name, e.remaining * 100);
      },
      [&](const ThrottleChanged& e) {
        return fmt::format("{} is {}", platform.clusters[e.cluster].name,
                           e.throttled ? "throttled" : "throttled no more");
      },
      [&](const TaskSetUp& e) {
        if (e.setup == Duration{}) return std::string();
        return fmt::format("{} is set up on {} for {}{}", names_.of(e.task), element(e.element),
                           format(e.setup), e.reconfigures ? ", which reconfigures a region" : "");
      },
      [](const ChipRead& /*e*/) { return std::string(); },
      [](const TaskBatched& /*e*/) { return std::string(); },
      [](const PassStarted& /*e*/) { return std::string(); },
      [](const HostReleased& /*e*/) { return std::string(); },
      [](const MetricsBegin& /*e*/) { return std::string("the warm-up ends"); },
  });
  if (line.empty()) return;
  text_ += fmt::format("{:>14.3f} us  {}\n", now.microseconds(), line);
}

}  // namespace kairos
