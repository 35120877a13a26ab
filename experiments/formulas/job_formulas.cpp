// The mean of a formula x over jobs is
//
//   (sum of x over finished jobs with a value + dropped jobs * `dropped`) / number of these jobs
//
// Example: with 1 - lateness_s / deadline_s, a job that finishes 5 ms after its arrival and 5 ms
// before its deadline has the value 1.5. With `dropped: 0` and another job that is dropped, the
// mean is 0.75; without `dropped` it is 1.5.
#include "experiments/formulas/job_formulas.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "sim/metrics/stream_subject.hpp"

namespace kairos {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

}  // namespace

JobFormulas::JobFormulas(std::span<const Formula> formulas, const Workload& workload)
    : workload_(workload) {
  std::vector<std::string> names(job_amounts.begin(), job_amounts.end());
  const auto position_of = [&](const std::string& name) {
    const auto found = std::ranges::find(names, name);
    const auto position = static_cast<std::size_t>(found - names.begin());
    if (found == names.end()) names.push_back(name);
    return position;
  };
  for (const Formula& formula : formulas) {
    if (formula.config.over != FormulaScope::jobs) continue;
    OverJobs& own = formulas_.emplace_back(OverJobs{&formula, {}});
    // A name that is not known yet is that of an amount that jobs draw.
    for (const std::string& name : formula.expression.names()) {
      own.inputs.push_back(position_of(name));
    }
    own.own = position_of(formula.name());
  }
  find_drawn_amounts(names);
  values_.assign(names.size(), none);
  all_.resize(formulas_.size());
  per_application_.assign(workload.applications.size(), all_);
  per_stream_.assign(workload.streams.size(), all_);
}

void JobFormulas::find_drawn_amounts(const std::vector<std::string>& names) {
  for (const Application& application : workload_.applications) {
    std::vector<Drawn>& drawn = drawn_.emplace_back();
    if (!application.graph || !application.graph->has_draws()) continue;
    std::size_t number = 0;
    for (const DrawnAmount& amount : application.graph->draws().amounts) {
      const auto found = std::ranges::find(names, amount.name);
      const auto position = static_cast<std::size_t>(found - names.begin());
      if (found != names.end()) drawn.push_back({number, position});
      ++number;
    }
  }
}

void JobFormulas::observe(Time now, Event event) {
  if (const auto* task = event.as<TaskFinished>()) {
    Work& work = work_[task->task.job];
    work.energy += task->energy.value();
    ++work.tasks;
  } else if (const auto* finished = event.as<JobFinished>()) {
    finish(now, *finished);
  } else if (const auto* dropped = event.as<JobDropped>()) {
    drop(dropped->job);
  }
}

void JobFormulas::finish(Time now, const JobFinished& finished) {
  const Job& job = finished.job;
  const Work work = work_[job.id];
  work_.erase(job.id);
  const bool has_deadline = job.deadline != Time::never();
  const std::array<double, job_amounts.size()> amounts{
      finished.latency.seconds(), has_deadline ? (now - job.deadline).seconds() : none,
      has_deadline ? (job.deadline - job.arrival).seconds() : none, work.energy, work.tasks};
  std::ranges::fill(values_, none);
  std::ranges::copy(amounts, values_.begin());
  for (const auto& [amount, position] : drawn_[job.application]) {
    values_[position] = finished.amounts[amount];
  }
  std::vector<double> numbers;
  for (std::size_t i = 0; i < formulas_.size(); ++i) {
    numbers.clear();
    for (const std::size_t input : formulas_[i].inputs) numbers.push_back(values_[input]);
    const bool has_all =
        std::ranges::none_of(numbers, [](double number) { return std::isnan(number); });
    const auto value = has_all ? formulas_[i].formula->expression.value(numbers) : std::nullopt;
    values_[formulas_[i].own] = value.value_or(none);
    if (value) add(i, job, *value);
  }
}

/// A job is only dropped before any of its tasks has finished.
void JobFormulas::drop(const Job& job) {
  for (std::size_t i = 0; i < formulas_.size(); ++i) {
    const auto value = formulas_[i].formula->config.dropped;
    if (value) add(i, job, *value);
  }
}

void JobFormulas::add(std::size_t formula, const Job& job, double value) {
  for (Means* means : {&all_, &per_application_[job.application], &per_stream_[job.stream]}) {
    (*means)[formula].add(value);
  }
  const ApplicationId owner = workload_.owner(job.application);
  if (owner != job.application) per_application_[owner][formula].add(value);
}

void JobFormulas::report(std::vector<Metric>& metrics) const {
  report(all_, "", metrics);
  for (const ApplicationId a : ids<ApplicationId>(per_application_.size())) {
    report(per_application_[a], workload_.applications[a].name, metrics);
  }
  for (const StreamId s : ids<StreamId>(per_stream_.size())) {
    const Stream& stream = workload_.streams[s];
    if (stream.is_named) report(per_stream_[s], stream_subject(stream, workload_), metrics);
  }
}

void JobFormulas::report(const Means& means, const std::string& subject,
                         std::vector<Metric>& metrics) const {
  for (std::size_t i = 0; i < formulas_.size(); ++i) {
    const auto mean = means[i].value();
    if (mean) metrics.push_back({formulas_[i].formula->name(), subject, *mean});
  }
}

}  // namespace kairos
