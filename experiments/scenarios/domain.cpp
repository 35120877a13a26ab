#include "experiments/scenarios/domain.hpp"

#include <algorithm>
#include <cmath>

#include "policies/run.hpp"

namespace kairos {
namespace {

constexpr double all_at_once = 1e12;  // Jobs per second, with a picosecond between two jobs.

double lognormal(double sigma, Random& random) {
  return std::exp(sigma * random.normal());
}

/// Fits the power profile of a cluster to its new number of elements: each added element draws as
/// much as the last one.
void fit_profiles(ClusterConfig& cluster) {
  for (ProfileConfig& profile : cluster.power.profile) {
    std::vector<Watts>& busy = profile.busy;
    while (busy.size() < cluster.count) {
      const Watts before = busy.size() > 1 ? busy[busy.size() - 2] : Watts(0);
      busy.push_back(busy.back() + (busy.back() - before));
    }
    busy.resize(cluster.count);
  }
}

/// Varies execution times, numbers of elements and bandwidths. With a thermal network the numbers
/// stay, because the network names the elements.
void vary(PlatformConfig& platform, const VariationConfig& variation, Random& random) {
  for (ClusterConfig& cluster : platform.clusters) {
    const double pace = lognormal(variation.speed, random);
    for (auto& [kernel, duration] : cluster.kernels) {
      const double factor = pace * lognormal(variation.speed / 2, random);
      duration = to_duration(to_seconds(duration) * factor);
    }
    for (auto& [kernel, rate] : cluster.throughput) {
      rate = rate / (pace * lognormal(variation.speed / 2, random));
    }
    const std::uint64_t change = random.index(4);  // 0 removes an element, 1 adds one.
    if (platform.thermal) continue;
    if (change == 0 && cluster.count > 1) --cluster.count;
    if (change == 1) ++cluster.count;
    fit_profiles(cluster);
  }
  for (PathConfig& path : platform.paths) {
    if (path.bandwidth) path.bandwidth = *path.bandwidth * lognormal(variation.bandwidth, random);
  }
  for (LinkConfig& link : platform.links) {
    link.bandwidth = link.bandwidth * lognormal(variation.bandwidth, random);
  }
}

StreamConfig stream_of(const std::vector<ApplicationConfig>& applications, bool even,
                       Random& random) {
  StreamConfig stream;
  stream.name = "jobs";
  for (const ApplicationConfig& application : applications) {
    stream.mix[application.name] = even ? 1 : random.uniform(0.2, 1);
  }
  return stream;
}

Choice<ArrivalProcess> poisson(Hertz rate) {
  Choice<ArrivalProcess> process("poisson");
  process.options.set("rate", Codec<Hertz>::write(rate));
  return process;
}

/// Sets the arrivals of streams, either StreamConfig or Stream.
template <class Streams>
void set_arrivals(Streams& streams, const Choice<ArrivalProcess>& process, std::uint64_t jobs) {
  for (auto& stream : streams) {
    stream.arrivals = process;
    stream.jobs = jobs;
  }
}

const DomainConfig& pick(const std::vector<DomainConfig>& domains, Random& random) {
  double total = 0;
  for (const DomainConfig& domain : domains) total += domain.weight;
  double left = random.uniform() * total;
  for (const DomainConfig& domain : domains) {
    if (left < domain.weight) return domain;
    left -= domain.weight;
  }
  return domains.back();
}

/// Reads and writes a range as a map.
struct RangeFields {
  Range range;

  void describe(Fields& f) {
    f("from", range.from, "smallest value of the range").required().not_negative();
    f("to", range.to, "largest value of the range").required().not_negative();
  }
  void check(const SourceLocation& where) const {
    if (range.to < range.from) throw InputError(where, "'to' is less than 'from'; exchange them");
  }
};

}  // namespace

void Codec<Range>::read(const Value& from, Range& to) {
  if (from.is_map()) {
    RangeFields fields;
    Codec<RangeFields>::read(from, fields);
    to = fields.range;
    return;
  }
  double both = 0;
  Codec<double>::read(from, both);
  if (both < 0) throw InputError(from.place, from.shown() + " is negative; write zero or more");
  to = {both, both};
}

Value Codec<Range>::write(const Range& value) {
  return Codec<RangeFields>::write({value});
}

Schema Codec<Range>::schema() {
  Schema schema = Codec<RangeFields>::schema();
  schema.scalar_too = true;
  return schema;
}

void DomainConfig::describe(Fields& f) {
  f("platform", platform, "platform: a library name, a file, or an inline description").required();
  f("workload", workload,
    "workload: a library name, a file, or an inline description; its streams are ignored")
      .required();
  f("applications", applications, "applications of the workload that are used (all if absent)");
  f("cost", cost, "cost model, which gives the execution times of tasks");
  f("arrivals", arrivals,
    "arrival process of jobs (a Poisson process with the drawn load if absent)");
  f("weight", weight, "relative frequency with which the domain is drawn").positive();
}

void DomainConfig::check(const SourceLocation& where) {
  if (applications.empty()) return;
  std::vector<std::string> known;
  for (const ApplicationConfig& application : workload.applications) {
    known.push_back(application.name);
  }
  for (const std::string& name : applications) {
    if (std::ranges::find(known, name) == known.end()) {
      throw InputError(where, unknown_name("application", name, known));
    }
  }
  std::erase_if(workload.applications, [&](const ApplicationConfig& application) {
    return std::ranges::find(applications, application.name) == applications.end();
  });
}

void VariationConfig::describe(Fields& f) {
  f("load", load,
    "range of the load: arrival rate / the rate that policy earliest_finish can sustain");
  f("noise", noise, "range of the sigma of lognormal noise on execution times");
  f("graphs", graphs, "fraction of scenarios with random job graphs").between(0.0, 1.0);
  f("tasks", tasks, "range of the number of tasks of a random job graph");
  f("chips", chips, "fraction of scenarios with a varied platform").between(0.0, 1.0);
  f("speed", speed, "sigma of the lognormal factors on a varied platform's execution times")
      .between(0.0, 2.0);
  f("bandwidth", bandwidth, "sigma of the lognormal factors on a varied platform's bandwidths")
      .between(0.0, 2.0);
}

void VariationConfig::check(const SourceLocation& where) const {
  constexpr double most = 10'000;
  if (tasks.from < 1 || tasks.to > most) {
    throw InputError(where, "'tasks' must be between 1 and 10000");
  }
  if (load.from <= 0) throw InputError(where, "'load' must be greater than zero");
}

Drawn draw(const std::vector<DomainConfig>& domains, const VariationConfig& variation,
           std::uint64_t jobs, Random random) {
  const DomainConfig& domain = pick(domains, random);
  PlatformConfig platform = domain.platform;
  WorkloadConfig workload = domain.workload;
  if (random.uniform() < variation.chips) vary(platform, variation, random);
  const bool random_graphs = random.uniform() < variation.graphs;
  if (random_graphs) {
    workload.applications = random_applications(workload.applications, variation.tasks, random);
  }
  const bool even = random.uniform() < 0.5;
  workload.streams = {stream_of(workload.applications, even, random)};
  set_arrivals(workload.streams, poisson(Hertz(all_at_once)), jobs);
  Drawn drawn;
  drawn.domain = workload.name + " on " + platform.name;
  drawn.load = random.uniform(variation.load.from, variation.load.to);
  drawn.noise = random.uniform(variation.noise.from, variation.noise.to);
  Scenario& scenario = drawn.scenario;
  scenario.platform = platform.build();
  scenario.workload = workload.build();
  scenario.cost = domain.cost.make();
  scenario.noise = Choice<NoiseModel>("none").make();
  scenario.seed = random.next();
  const Choice<ArrivalProcess> arrivals =
      domain.arrivals ? *domain.arrivals : poisson(capacity(scenario) * drawn.load);
  set_arrivals(scenario.workload.streams, arrivals, jobs);
  set_arrivals(workload.streams, arrivals, jobs);
  drawn.noise_model.options.set("sigma", Codec<double>::write(drawn.noise));
  scenario.noise = drawn.noise_model.make();
  drawn.cost = domain.cost;
  drawn.platform = std::move(platform);
  drawn.workload = std::move(workload);
  return drawn;
}

Hertz capacity(Scenario scenario, std::uint64_t jobs) {
  set_arrivals(scenario.workload.streams, poisson(Hertz(all_at_once)), jobs);
  Simulator simulator(scenario, make_event_backend(scenario.platform));
  const auto policy = Choice<Policy>("earliest_finish").make();
  run(simulator, *policy);
  return Hertz(static_cast<double>(jobs) / simulator.view().now().seconds());
}

void DrawConfig::describe(Fields& f) {
  f("domains", domains, "domains, each a platform and a workload, from which scenarios are drawn")
      .required();
  f("variation", variation, "random variation of scenarios around their domain");
  f("jobs", jobs, "number of jobs in each scenario").between(1, 100'000'000);
}

void DrawConfig::check(const SourceLocation& where) const {
  if (domains.empty()) throw InputError(where, "'domains' is empty; add at least one");
}

Drawn DrawConfig::at(std::uint64_t seed) const {
  return draw(domains, variation, jobs, Random::stream(seed, "draw"));
}

}  // namespace kairos
