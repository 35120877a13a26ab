#include "tests/support/auditor.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/power/energy_meter.hpp"

namespace kairos::testing {
namespace {

/// Random scenarios of a few jobs take some hundred instants.
constexpr std::uint64_t most_instants = 100'000;
constexpr auto rounding = Duration::picoseconds(20);

}  // namespace

Auditor::Auditor(const Scenario& s, bool copies)
    : scenario_(s),
      copies_(copies),
      faults_(s, complaints_),
      executions_(s, complaints_),
      elements_(s.platform.elements.size()) {
  for (const Cluster& cluster : s.platform.clusters) points_.push_back(cluster.points.size() - 1);
  for (const Link& link : s.platform.interconnect.links) {
    bus_.set_rate(link.bandwidth.value() / picoseconds_per_second);
  }
}

void Auditor::observe(Time now, Event event) {
  bus_.advance(now);
  if (const auto* read = event.as<ChipRead>()) {
    begin_instant(now, *read->energy);
  } else if (const auto* arrived = event.as<JobArrived>()) {
    arrive(now, *arrived);
  } else if (const auto* ready = event.as<TaskReady>()) {
    get_ready(now, ready->task);
  } else if (const auto* skipped = event.as<TaskSkipped>()) {
    skip(now, skipped->task);
  } else if (const auto* sent = event.as<TaskSent>()) {
    send(now, *sent);
  } else if (const auto* started = event.as<TaskStarted>()) {
    start(now, *started);
  } else if (const auto* finished = event.as<TaskFinished>()) {
    finish(now, *finished);
  } else if (const auto* kept = event.as<TaskCheckpointed>()) {
    if (!copies_) executions_.keep(now, *kept);
  } else if (const auto* lost = event.as<TaskLost>()) {
    lose(now, *lost);
  } else if (const auto* preempted = event.as<TaskPreempted>()) {
    interrupt(now, *preempted);
  } else if (const auto* erred = event.as<TaskErred>()) {
    find_wrong(now, *erred);
  } else if (const auto* job = event.as<JobFinished>()) {
    leave(now, *job);
  } else if (const auto* dropped = event.as<JobDropped>()) {
    drop(now, *dropped);
  } else if (const auto* failed = event.as<ElementFailed>()) {
    faults_.fail(now, failed->element);
    executions_.fail(failed->element);
    if (faults_.is_known_down(failed->element)) take_back(now, failed->element);
  } else if (const auto* detected = event.as<FailureDetected>()) {
    faults_.detect(now, detected->element);
    take_back(now, detected->element);
  } else if (const auto* returned = event.as<ElementReturned>()) {
    faults_.bring_back(now, returned->element);
  } else if (const auto* speed = event.as<SpeedChanged>()) {
    faults_.change_speed(now, *speed);
    executions_.change_speed(now, speed->element, speed_of(speed->element));
  } else if (const auto* bandwidth = event.as<BandwidthChanged>()) {
    const Link& link = scenario_.platform.interconnect.links[bandwidth->link];
    bus_.set_rate(link.bandwidth.value() / picoseconds_per_second *
                  faults_.change_bandwidth(now, *bandwidth));
  } else if (const auto* changed = event.as<PointChanged>()) {
    change_point(now, *changed);
  }
}

void Auditor::begin_instant(Time now, const EnergyMeter& energy) {
  if (++instants_ > most_instants) throw std::runtime_error("the run does not end");
  faults_.begin_instant(now);
  for (const ElementId e : ids<ElementId>(elements_.size())) {
    const bool waits_for_detection = !faults_.works(e) && !faults_.is_known_down(e);
    complaints_.expect(waits_for_detection || elements_[e].stranded.empty(),
                       "a task of a failed element is forgotten", now);
    const double difference = energy.power(e).value() - expected_power(e).value();
    complaints_.expect(std::abs(difference) < 1e-9, "an element draws another power", now);
  }
}

Watts Auditor::expected_power(ElementId element) const {
  const Cluster& cluster = scenario_.platform.cluster_of(element);
  if (!faults_.works(element)) return cluster.off;
  const auto is_busy = [&](ElementId e) { return elements_[e].running > 0; };
  const auto busy = static_cast<std::size_t>(std::ranges::count_if(cluster.elements, is_busy));
  const std::size_t point = points_[scenario_.platform.elements[element].cluster];
  const PowerShare& share = cluster.points[point].power[busy];
  if (busy > 0) return is_busy(element) ? share.busy : share.idle;
  const auto works = [&](ElementId e) { return faults_.works(e); };
  const auto up = std::ranges::count_if(cluster.elements, works);
  return share.idle + cluster.points[point].awake / static_cast<double>(up);
}

double Auditor::speed_of(ElementId element) const {
  const Cluster& cluster = scenario_.platform.cluster_of(element);
  const std::size_t point = points_[scenario_.platform.elements[element].cluster];
  return cluster.points[point].speed * faults_.remaining_speed(element);
}

void Auditor::change_point(Time now, const PointChanged& changed) {
  points_[changed.cluster] = changed.point;
  for (const ElementId e : scenario_.platform.clusters[changed.cluster].elements) {
    executions_.change_speed(now, e, speed_of(e));
  }
}

/// True if all inputs are done, the last of them at this instant, or if the job has just arrived.
bool Auditor::has_come_from_inputs(Time now, TaskRef task) const {
  Time last = jobs_.at(task.job);
  for (const Edge& input : graph().inputs(task.task)) {
    const auto done = finish_.find({task.job, input.task});
    if (done == finish_.end()) return false;
    last = std::max(last, done->second);
  }
  return last == now;
}

void Auditor::get_ready(Time now, TaskRef task) {
  complaints_.expect(adds(ready_, task), "made ready twice", now);
  complaints_.expect(!draws(task).skips(task.task), "made ready though it is not taken", now);
  complaints_.expect(copies_ || !running_.contains(task), "made ready while it runs", now);
  ready_at_[task] = now;
  if (copies_) {
    for (Element& element : elements_) std::erase(element.stranded, task);
    return;
  }
  const auto before = sent_.find(task);
  if (before == sent_.end()) {
    complaints_.expect(has_come_from_inputs(now, task), "made ready too early or too late", now);
    return;
  }
  const auto wrong = wrong_at_.find(task);
  const auto interrupted = interrupted_at_.find(task);
  const bool comes_back = (wrong != wrong_at_.end() && wrong->second == now) ||
                          (interrupted != interrupted_at_.end() && interrupted->second == now);
  const auto stranded = std::erase(elements_[before->second.element].stranded, task);
  complaints_.expect(comes_back || stranded > 0, "made ready again without a reason", now);
  sent_.erase(before);
  bus_.cancel(task);
}

void Auditor::send(Time now, const TaskSent& sent) {
  complaints_.expect(takes(ready_, sent.task), "sent what was not ready", now);
  complaints_.expect(!faults_.is_known_down(sent.element), "sent to an element that is down", now);
  elements_[sent.element].queue.push_back(sent.task);
  Sent& entry = sent_[sent.task];
  entry = {sent.element, ready_at_[sent.task], now, {}, now};
  if (!copies_) send_inputs(now, sent.task, entry);
}

void Auditor::start(Time now, const TaskStarted& started) {
  const TaskRef task = started.task;
  Element& element = elements_[started.element];
  complaints_.expect(faults_.works(started.element), "started on an element that is down", now);
  complaints_.expect(adds(running_, task), "started twice", now);
  complaints_.expect(element.running < scenario_.platform.elements[started.element].slots,
                     "started without a free slot", now);
  const auto queued = std::ranges::find(element.queue, task);
  const bool may_overtake = scenario_.platform.cluster_of(started.element).preemption.interrupts();
  complaints_.expect(
      queued != element.queue.end() && (may_overtake || queued == element.queue.begin()),
      "started before its turn", now);
  if (queued != element.queue.end()) element.queue.erase(queued);
  for (const Edge& input : graph().inputs(task.task)) {
    const TaskRef producer{task.job, input.task};
    complaints_.expect(finished_.contains(producer) || skipped_.contains(producer),
                       "started before an input", now);
  }
  if (!copies_) {
    Sent& sent = sent_[task];
    const Time there = data_ready(task, sent);
    complaints_.expect(there <= now + rounding, "started before its data were there", now);
    const bool is_prompt =
        now <= std::max(sent.sent, there) + rounding || now == element.last_change;
    complaints_.expect(is_prompt, "started later than it could", now);
    sent.start = now;
    executions_.start(now, task, started.element, draws(task).scale(task.task));
  }
  ++element.running;
  element.last_change = now;
}

void Auditor::end_on(Time now, ElementId element, TaskRef task) {
  complaints_.expect(takes(running_, task), "the end of what did not run", now);
  --elements_[element].running;
  elements_[element].last_change = now;
}

void Auditor::finish(Time now, const TaskFinished& finished) {
  const TaskRef task = finished.task;
  complaints_.expect(faults_.works(finished.element), "finished on an element that is down", now);
  complaints_.expect(adds(finished_, task), "finished twice", now);
  end_on(now, finished.element, task);
  finish_[task] = now;
  made_on_[task] = finished.element;
  if (copies_) return;
  executions_.finish(now, finished);
  const Sent& sent = sent_[task];
  complaints_.expect(finished.ready == sent.ready && finished.sent == sent.sent &&
                         finished.start == sent.start && finished.finish == now &&
                         finished.element == sent.element,
                     "finished with a life of its own", now);
  Bytes received;
  for (const Edge& input : graph().inputs(task.task)) {
    if (!draws(task).is_taken(input)) continue;
    const bool comes_from_elsewhere = made_on_.at({task.job, input.task}) != finished.element;
    if (comes_from_elsewhere) received += draws(task).bytes(input);
  }
  complaints_.expect(finished.received == received, "received other data", now);
}

void Auditor::lose(Time now, const TaskLost& lost) {
  ++wasted_;
  complaints_.expect(!faults_.works(lost.element), "lost on an element that works", now);
  end_on(now, lost.element, lost.task);
  elements_[lost.element].stranded.push_back(lost.task);
  if (!copies_) executions_.lose(now, lost);
}

void Auditor::interrupt(Time now, const TaskPreempted& preempted) {
  ++interruptions_;
  const Cluster& cluster = scenario_.platform.cluster_of(preempted.element);
  complaints_.expect(cluster.preemption.interrupts(), "interrupted against the rules", now);
  end_on(now, preempted.element, preempted.task);
  interrupted_at_[preempted.task] = now;
  if (!copies_) executions_.interrupt(now, preempted);
}

void Auditor::find_wrong(Time now, const TaskErred& erred) {
  ++wasted_;
  end_on(now, erred.element, erred.task);
  wrong_at_[erred.task] = now;
  if (!copies_) executions_.find_wrong(now, erred);
}

/// The failure of an element is known, so all tasks sent there become ready again at once.
void Auditor::take_back(Time /*now*/, ElementId id) {
  Element& element = elements_[id];
  element.stranded.insert(element.stranded.end(), element.queue.begin(), element.queue.end());
  element.queue.clear();
}

bool Auditor::takes(std::multiset<TaskRef>& tasks, TaskRef task) {
  const auto found = tasks.find(task);
  if (found == tasks.end()) return false;
  tasks.erase(found);
  return true;
}

}  // namespace kairos::testing
