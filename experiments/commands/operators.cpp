// kairos operators FILE: the operators of a network with what each demands, their sums, how many
// can run at the same time, and the memory that they need.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "experiments/commands/command.hpp"
#include "experiments/commands/print.hpp"
#include "experiments/experiment/network_file.hpp"
#include "experiments/report/csv_row.hpp"
#include "sim/base/display_units.hpp"
#include "workloads/operators/graph_width.hpp"
#include "workloads/operators/live_bytes.hpp"
#include "workloads/operators/operator_table.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

using Json = nlohmann::ordered_json;

struct Arguments {
  std::string file, format = "table";
  std::vector<std::string> bindings, assignments;
  bool in_place = false;
};

/// The bindings "N=1" of the command line.
Reader::Settings settings_of(const std::vector<std::string>& bindings) {
  Reader::Settings settings;
  for (const std::string& binding : bindings) {
    const std::size_t sign = binding.rfind('=');
    if (sign == std::string::npos || sign == 0) {
      throw InputError("--bind: '" + binding + "' has no name and number; write NAME=NUMBER");
    }
    const auto option = std::make_shared<const std::string>("--bind");
    std::uint64_t extent = 0;
    Codec<std::uint64_t>::read(Value::scalar(binding.substr(sign + 1), {option, 0, 0}), extent);
    if (extent < 1 || extent > static_cast<std::uint64_t>(largest_extent)) {
      throw InputError("--bind: '" + binding + "' is not an extent from 1 to 2^40");
    }
    settings.bindings[binding.substr(0, sign)] = static_cast<std::int64_t>(extent);
  }
  return settings;
}

/// A number as a whole number where it is one.
Json number(double value) {
  constexpr double exact = 9007199254740992.0;  // 2^53
  if (std::abs(value) <= exact && value == std::floor(value)) {
    return static_cast<std::int64_t>(value);
  }
  return value;
}

Json amount(const Amount& amount) {
  return {{"elements", number(amount.elements)}, {"bytes", number(amount.bytes.value())}};
}

void add_amounts(Json& to, const OperatorRow& row) {
  to["macs"] = number(row.macs);
  to["ops"] = number(row.ops);
  to["weights"] = amount(row.weights);
  to["read"] = amount(row.read);
  to["written"] = amount(row.written);
  to["state"] = amount(row.state);
}

struct Report {
  const OperatorGraph& graph;
  OperatorTable table;
  GraphWidth width;
  LivePeak peak;

  [[nodiscard]] const std::string& peak_operator() const { return graph.operators()[peak.at].name; }
};

void print_json(const Report& report) {
  Json rows = Json::array();
  for (const OperatorId id : ids<OperatorId>(report.table.rows.size())) {
    const OperatorRow& row = report.table.rows[index(id)];
    Json& added = rows.emplace_back(Json{{"name", row.name}, {"kind", row.kind}});
    add_amounts(added, row);
    added["shape"] = row.shape;
    for (const Axis& axis : report.graph.operators()[id].axes) {
      added["axes"][std::string(axis.name)] = axis.extent;
    }
  }
  Json totals{{"operators", report.table.rows.size()}};
  add_amounts(totals, report.table.total);
  const GraphWidth& width = report.width;
  const Json document{{"name", report.graph.name()},
                      {"operators", std::move(rows)},
                      {"totals", std::move(totals)},
                      {"width",
                       {{"levels", width.levels},
                        {"widest_level", width.widest_level},
                        {"antichain", width.antichain ? Json(*width.antichain) : Json()}}},
                      {"peak",
                       {{"elements", number(report.peak.elements)},
                        {"bytes", number(report.peak.bytes.value())},
                        {"at", report.peak_operator()}}}};
  fmt::print("{}\n", document.dump(1, ' ', false, Json::error_handler_t::replace));
}

void print_csv(const Report& report) {
  fmt::print(
      "name,kind,macs,ops,weights,weights_bytes,read,read_bytes,written,written_bytes,state,"
      "state_bytes,shape\n");
  for (const OperatorRow& row : report.table.rows) {
    std::vector<std::string> fields{row.name, row.kind, csv_number(row.macs), csv_number(row.ops)};
    for (const Amount& one : {row.weights, row.read, row.written, row.state}) {
      fields.push_back(csv_number(one.elements));
      fields.push_back(csv_number(one.bytes.value()));
    }
    fields.push_back(shown(row.shape));
    fmt::print("{}", csv_row(fields));
  }
}

std::string bytes(const Amount& amount) {
  return amount.elements == 0 ? "-" : brief(amount.bytes);
}

/// A count with a prefix of thousands: "118 M".
std::string count(double value) {
  if (value == 0) return "-";
  constexpr std::string_view unit = "op";
  std::string text = brief(value, units_of<Operations>());
  text.resize(text.size() - unit.size());
  return text.ends_with(' ') ? text.substr(0, text.size() - 1) : text;
}

void print_row(const std::string& name, const OperatorRow& row) {
  kairos::print("{:<44} {:<16} {:>10} {:>10} {:>10} {:>10} {:>10} {:>10}  {}\n",
                shortened(printable(name), 44), row.kind, count(row.macs), count(row.ops),
                bytes(row.weights), bytes(row.read), bytes(row.written), bytes(row.state),
                row.kind.empty() ? "" : shown(row.shape));
}

void print_table(const Report& report) {
  kairos::print("{:<44} {:<16} {:>10} {:>10} {:>10} {:>10} {:>10} {:>10}  {}\n", "operator", "kind",
                "MACs", "ops", "weights", "read", "written", "state", "shape");
  for (const OperatorRow& row : report.table.rows) print_row(row.name, row);
  print_row(fmt::format("total of {}", counted(report.table.rows.size(), "operator")),
            report.table.total);
  const GraphWidth& width = report.width;
  kairos::print(
      "\nwidth: {} on {}; at most {} of one level{}\n",
      counted(report.table.rows.size(), "operator"), counted(width.levels, "level"),
      width.widest_level,
      width.antichain ? fmt::format(", at most {} at the same time", *width.antichain) : "");
  kairos::print("peak of activations in this order: {}, at {}\n", brief(report.peak.bytes),
                shortened(printable(report.peak_operator()), 80));
}

void show_operators(const Arguments& arguments) {
  const OperatorGraph graph =
      load_network(arguments.file, settings_of(arguments.bindings), arguments.assignments);
  if (graph.operators().empty()) {
    throw InputError("'" + arguments.file + "': the network has no operators; list at least one");
  }
  const Report report{graph, operator_table(graph), width_of(graph),
                      live_peak(graph, arguments.in_place)};
  if (arguments.format == "json") {
    print_json(report);
  } else if (arguments.format == "csv") {
    print_csv(report);
  } else {
    print_table(report);
  }
}

}  // namespace

void add_operators(CLI::App& app) {
  CLI::App* verb =
      app.add_subcommand("operators", "Show the operators of a network and what each demands");
  auto arguments = std::make_shared<Arguments>();
  verb->add_option("file", arguments->file,
                   "Model of the library, a model or network document, or an ONNX file")
      ->required();
  verb->add_option("--set", arguments->assignments,
                   "Change a key of the document, such as call.phase=decode or model.layers=2");
  verb->add_option("--bind", arguments->bindings,
                   "Extents that the file leaves open, as NAME=NUMBER, separated by commas")
      ->delimiter(',');
  verb->add_flag("--in-place", arguments->in_place,
                 "Let operators write over their input, where they can, in the peak of memory");
  verb->add_option("--format", arguments->format, "Format of standard output: table, csv or json")
      ->check(CLI::IsMember({"table", "csv", "json"}));
  verb->callback([arguments] { show_operators(*arguments); });
}

}  // namespace kairos
