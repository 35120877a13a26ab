#include "experiments/training/cost_curve.hpp"

#include <algorithm>
#include <cmath>

namespace kairos {

void RewardConfig::describe(Fields& f) {
  f("latency", latency, "cost per second that a job is in the system").not_negative();
  f("energy", energy, "cost per joule").not_negative();
  f("tardiness", tardiness, "cost per second that a job is late").not_negative();
  f("heat", heat, "cost per second and kelvin by which the hottest element exceeds 'limit'")
      .not_negative();
  f("limit", limit, "temperature limit of the hottest element");
}

void RewardConfig::check(const SourceLocation& where) const {
  if (latency > 0 || energy > 0) return;
  throw InputError(where,
                   "'latency' and 'energy' are both zero, so a run without other costs would be "
                   "free and could not be compared; give one of them a small weight");
}

void CostCurve::clear() {
  *this = CostCurve(reward_);
}

void CostCurve::observe(Time now, Event event) {
  sojourn_ = sojourn(now).value();
  changed_ = now.seconds();
  if (const auto* arrival = event.as<JobArrived>()) {
    ++arrived_;
    const Job& job = arrival->job;
    if (reward_.tardiness > 0 && job.deadline != Time::never()) {
      deadlines_.emplace(job.id, job.deadline);
    }
  } else {
    const auto* dropped = event.as<JobDropped>();
    if (dropped != nullptr && !dropped->has_entered) return;
    ++finished_;
    const Job& job = dropped != nullptr ? dropped->job : event.as<JobFinished>()->job;
    const auto due = deadlines_.find(job.id);
    if (due != deadlines_.end()) {
      late_ += lateness(due->second, now);
      deadlines_.erase(due);
    }
  }
  steps_.push_back({now.seconds(), reward_.latency * jobs_now(), 0});
}

/// Tardiness between the last measurement and `until`.
double CostCurve::lateness(Time deadline, Time until) const {
  return std::max(0.0, to_seconds(until - std::max(deadline, measured_)).value());
}

void CostCurve::measure(Simulator& simulator) {
  const Time now = simulator.view().now();
  if (is_latency_only() || now <= measured_) return;
  const double passed = to_seconds(now - measured_).value();
  const double cost = costs_since_last(simulator);
  others_ += cost;
  for (; first_open_ < steps_.size() && steps_[first_open_].at < now.seconds(); ++first_open_) {
    steps_[first_open_].rate += cost / passed;
  }
  measured_ = now;
  first_open_ = steps_.size();
  steps_.push_back({now.seconds(), reward_.latency * jobs_now(), 0});
}

double CostCurve::costs_since_last(Simulator& simulator) {
  const Time now = simulator.view().now();
  double cost = 0;
  if (reward_.tardiness > 0) {
    for (const auto& [job, deadline] : deadlines_) late_ += lateness(deadline, now);
    cost += reward_.tardiness * late_;
    late_ = 0;
  }
  if (reward_.energy > 0 || reward_.heat > 0) {
    const Joules drawn = simulator.energy().drawn(now);
    cost += reward_.energy * (drawn - drawn_).value();
    drawn_ = drawn;
  }
  if (reward_.heat > 0) {
    const double before = excess_;
    excess_ = excess(simulator);
    cost += reward_.heat * (before + excess_) / 2 * to_seconds(now - measured_).value();
  }
  return cost;
}

double CostCurve::excess(const Simulator& simulator) const {
  const ChipTemperatures* temperatures = simulator.temperatures();
  if (temperatures == nullptr) return 0;
  const Temperature hottest = std::ranges::max(temperatures->of_elements());
  return std::max(0.0, (hottest - reward_.limit).value());
}

Seconds CostCurve::sojourn(Time now) const {
  return Seconds(sojourn_ + jobs_now() * (now.seconds() - changed_));
}

double CostCurve::total(Time now) const {
  return reward_.latency * sojourn(now).value() + others_;
}

void CostCurve::discount(Seconds horizon) {
  horizon_ = horizon.value();
  for (std::size_t i = steps_.size(); i-- > 0;) {
    if (i + 1 == steps_.size()) continue;  // There is no cost after the end of the run.
    const double kept = std::exp(-(steps_[i + 1].at - steps_[i].at) / horizon_);
    steps_[i].cost = steps_[i].rate * horizon_ * (1 - kept) + kept * steps_[i + 1].cost;
  }
}

double CostCurve::cost(Time from) const {
  const double at = from.seconds();
  const auto next = std::ranges::upper_bound(steps_, at, {}, &Step::at);
  if (next == steps_.begin() || next == steps_.end()) {
    return next == steps_.end() || steps_.empty() ? 0 : steps_.front().cost;
  }
  const double kept = std::exp(-(next->at - at) / horizon_);
  return std::prev(next)->rate * horizon_ * (1 - kept) + kept * next->cost;
}

}  // namespace kairos
