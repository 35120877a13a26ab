#include "experiments/static/static_instance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/base/file.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

using nlohmann::json;

/// Reads one instance; errors name the invalid entry.
class Reader {
 public:
  Reader(const json& document, std::string where) : document_(document), where_(std::move(where)) {}

  [[nodiscard]] StaticInstance read() const {
    if (!document_.is_object()) fail("this is not an object with n, p, cost, edges and bw");
    refuse_unknown_keys();
    StaticInstance instance;
    instance.where = where_;
    if (document_.contains("name")) {
      if (!document_["name"].is_string()) fail("'name' is not text; write a string");
      instance.name = document_["name"];
    }
    instance.tasks = count("n", 100'000);
    instance.elements = count("p", 1024);
    constexpr std::size_t most = 4'000'000;
    if (instance.tasks * instance.elements > most) {
      fail(fmt::format("n * p is more than {}; use fewer tasks or elements", most));
    }
    read_costs(instance);
    read_edges(instance);
    read_bandwidths(instance);
    return instance;
  }

 private:
  /// The value for messages. Lists and objects are not written out: they may be too long or too
  /// deep.
  [[nodiscard]] static std::string shown(const json& value) {
    if (value.is_array()) return "a list";
    if (value.is_object()) return "an object";
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
  }

  [[noreturn]] void fail(const std::string& what) const { throw InputError(where_ + ": " + what); }

  /// `published` and `optimum` say what is known about an instance; they are not read.
  void refuse_unknown_keys() const {
    static const std::vector<std::string> known{"name",  "n",  "p",         "cost",
                                                "edges", "bw", "published", "optimum"};
    for (const auto& item : document_.items()) {
      if (std::ranges::find(known, item.key()) != known.end()) continue;
      fail(item.key() == "bandwidth" ? did_you_mean("key", item.key(), "bw")
                                     : unknown_name("key", item.key(), known));
    }
  }

  [[nodiscard]] const json& list(const char* key) const {
    if (!document_.contains(key) || !document_[key].is_array()) {
      fail(fmt::format("'{}' is missing or not a list; write a list", key));
    }
    return document_[key];
  }

  [[nodiscard]] std::size_t count(const char* key, std::size_t most) const {
    const bool is_count = document_.contains(key) && document_[key].is_number_unsigned();
    if (!is_count || document_[key] == 0 || document_[key] > most) {
      fail(fmt::format("'{}' is not a whole number in its range; write a number from 1 to {}", key,
                       most));
    }
    return document_[key];
  }

  [[nodiscard]] double number(const json& value, const std::string& what) const {
    if (!value.is_number() || !std::isfinite(value.get<double>()) || value.get<double>() < 0) {
      fail(fmt::format("{} is {}; write a number that is zero or more", what, shown(value)));
    }
    return value;
  }

  void read_costs(StaticInstance& instance) const {
    const json& rows = list("cost");
    if (rows.size() != instance.tasks) {
      fail(fmt::format("'cost' has {} rows for n = {} tasks; write one row per task", rows.size(),
                       instance.tasks));
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!rows[i].is_array() || rows[i].size() != instance.elements) {
        fail(fmt::format("cost[{}] does not list p = {} times; write one time per element", i,
                         instance.elements));
      }
      std::vector<double> row;
      for (std::size_t j = 0; j < rows[i].size(); ++j) {
        row.push_back(rows[i][j].is_null() ? -1
                                           : number(rows[i][j], fmt::format("cost[{}][{}]", i, j)));
      }
      if (std::ranges::all_of(row, [](double c) { return c < 0; })) {
        fail(fmt::format("task {} cannot run on any element; write at least one time in cost[{}]",
                         i, i));
      }
      instance.cost.push_back(std::move(row));
    }
  }

  void read_edges(StaticInstance& instance) const {
    const json& rows = list("edges");
    for (std::size_t k = 0; k < rows.size(); ++k) {
      const json& row = rows[k];
      const bool shaped = row.is_array() && (row.size() == 2 || row.size() == 3) &&
                          row[0].is_number_unsigned() && row[1].is_number_unsigned();
      if (!shaped || row[0] >= instance.tasks || row[1] >= instance.tasks) {
        fail(fmt::format(
            "edges[{}] is not an edge; write [from, to, volume] with tasks from 0 to {}", k,
            instance.tasks - 1));
      }
      const double volume = row.size() == 3 ? number(row[2], fmt::format("edges[{}][2]", k)) : 0;
      instance.edges.emplace_back(row[0], row[1], volume);
    }
  }

  void read_bandwidths(StaticInstance& instance) const {
    const std::size_t p = instance.elements;
    if (!document_.contains("bw")) {
      instance.bandwidth.assign(p, std::vector<double>(p, 1));
      return;
    }
    const json& rows = list("bw");
    if (rows.size() != p) fail(fmt::format("'bw' has {} rows for p = {} elements", rows.size(), p));
    for (std::size_t a = 0; a < p; ++a) {
      if (!rows[a].is_array() || rows[a].size() != p)
        fail(fmt::format("bw[{}] does not list {} numbers; write one per element", a, p));
      std::vector<double> row;
      for (std::size_t b = 0; b < p; ++b) {
        row.push_back(a == b ? 0 : number(rows[a][b], fmt::format("bw[{}][{}]", a, b)));
        if (a != b && row.back() <= 0) {
          fail(
              fmt::format("bw[{}][{}] is zero; write more than zero, as elements that cannot "
                          "exchange data are not supported",
                          a, b));
        }
      }
      instance.bandwidth.push_back(std::move(row));
    }
  }

  const json& document_;
  std::string where_;
};

std::string task_name(std::size_t task) {
  return std::to_string(task);
}

}  // namespace

namespace {

/// The time of a schedule that runs all tasks and transfers one after the other.
double longest_schedule(const StaticInstance& instance) {
  double longest = 0;
  for (const auto& row : instance.cost) longest += std::max(0.0, *std::ranges::max_element(row));
  double slowest = std::numeric_limits<double>::infinity();
  for (const auto& row : instance.bandwidth) {
    for (const double b : row) slowest = b > 0 ? std::min(slowest, b) : slowest;
  }
  if (instance.elements > 1) {
    for (const auto& [from, to, volume] : instance.edges) longest += volume / slowest;
  }
  return longest;
}

}  // namespace

double StaticInstance::picoseconds_per_unit() const {
  constexpr double most = 4e18, least = 1e9;
  const double longest = longest_schedule(*this);
  if (!std::isfinite(longest)) {
    throw InputError((where.empty() ? "instance '" + name + "'" : where) +
                     ": the sum of the times is too large; use a larger unit");
  }
  double unit = 1e12;
  while ((longest + 1) * unit > most) unit /= 10;
  while (longest > 0 && longest * unit < least && unit < 1e300) unit *= 10;
  return unit;
}

namespace {

std::shared_ptr<const JobGraph> graph_of(const StaticInstance& instance) {
  JobGraph::Builder graph(instance.name.empty() ? "instance" : instance.name);
  for (std::size_t i = 0; i < instance.tasks; ++i) {
    graph.add({task_name(i), task_name(i), {}, {}});
  }
  for (const auto& [from, to, volume] : instance.edges) {
    graph.connect(static_cast<TaskId>(from), static_cast<TaskId>(to), Bytes(volume));
  }
  try {
    return graph.build();
  } catch (const InputError& error) {
    throw InputError(instance.where.empty() ? error.what() : instance.where + ": " + error.what());
  }
}

}  // namespace

Scenario StaticInstance::scenario() const {
  const double unit = picoseconds_per_unit();
  Scenario scenario;
  scenario.platform.name = "p" + std::to_string(elements);
  scenario.platform.interconnect = Interconnect(elements);
  for (std::size_t j = 0; j < elements; ++j) {
    const auto id = static_cast<ElementId>(j);
    Cluster cluster;
    cluster.name = "P" + std::to_string(j + 1);
    cluster.kind = "cpu";
    cluster.elements.push_back(id);
    cluster.points.push_back({Hertz(1e9), Volts(1), 1, std::vector<PowerShare>(2)});
    for (std::size_t i = 0; i < tasks; ++i) {
      if (cost[i][j] < 0) continue;
      cluster.kernels.emplace(task_name(i), Duration::picoseconds(std::llround(cost[i][j] * unit)));
    }
    scenario.platform.elements.push_back({cluster.name, static_cast<ClusterId>(j), 1});
    scenario.platform.clusters.push_back(std::move(cluster));
    for (std::size_t to = 0; to < elements; ++to) {
      const double pace = to == j ? 0 : unit / bandwidth[j][to];
      scenario.platform.interconnect.connect(id, static_cast<ElementId>(to),
                                             Interconnect::dedicated({}, pace));
    }
  }
  auto graph = graph_of(*this);
  scenario.workload.name = name;
  scenario.workload.applications.push_back({graph->name(), graph, std::nullopt});
  Stream stream;
  stream.name = "one job";
  stream.weights.push_back(1);
  stream.arrivals = Choice<ArrivalProcess>("trace");
  stream.arrivals->options.set("times", Value::list({Value::scalar("0 s")}));
  scenario.workload.streams.push_back(std::move(stream));
  scenario.cost = Choice<CostModel>("measured").make();
  scenario.noise = Choice<NoiseModel>("none").make();
  return scenario;
}

namespace {

/// The parser calls this with its nesting depth for every value it reads.
bool is_shallow(int depth, json::parse_event_t /*event*/, json& /*parsed*/) {
  constexpr int deepest = 16;
  if (depth > deepest) throw InputError("the document is nested too deeply; flatten it");
  return true;
}

json parse(const std::string& text, const std::filesystem::path& path) {
  try {
    return json::parse(text, is_shallow);
  } catch (const json::exception& error) {
    throw InputError(path.string() + ": not valid JSON: " + error.what() +
                     "; check brackets, commas and quotes");
  } catch (const InputError& error) {
    throw InputError(path.string() + ": " + error.what());
  }
}

}  // namespace

std::vector<StaticInstance> read_instances(const std::filesystem::path& path) {
  constexpr std::uintmax_t largest = 32U << 20U;
  const json document = parse(read_text_file(path, {}, largest), path);
  std::vector<StaticInstance> instances;
  if (!document.is_array()) return {Reader(document, path.string()).read()};
  for (std::size_t i = 0; i < document.size(); ++i) {
    instances.push_back(
        Reader(document[i], fmt::format("{}: instance {}", path.string(), i)).read());
  }
  if (instances.empty()) throw InputError(path.string() + ": the list is empty; add an instance");
  return instances;
}

}  // namespace kairos
