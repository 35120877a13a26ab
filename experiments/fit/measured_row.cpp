#include "experiments/fit/measured_row.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "sim/base/csv.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {
namespace {

constexpr std::array columns{"quantity", "value",       "cluster", "frequency",   "mhz",
                             "busy",     "temperature", "kernel",  "work",        "memory",
                             "cost",     "workload",    "policy",  "application", "held_out",
                             "source",   "note"};

void check_columns(const CsvTable& table) {
  const std::vector<std::string> known(columns.begin(), columns.end());
  for (const std::string& column : table.columns) {
    if (std::ranges::find(known, column) != known.end()) continue;
    throw InputError(table.header, unknown_name("column", column, known));
  }
  for (const char* needed : {"quantity", "value"}) {
    if (table.find(needed)) continue;
    throw InputError(table.header, "the first line does not name the column '" +
                                       std::string(needed) +
                                       "'; write columns such as "
                                       "'cluster,frequency,busy,quantity,value'");
  }
}

/// Case does not matter in units of quantities such as power_mw.
const Unit* unit_called(std::string_view name, const UnitFamily& family) {
  const auto is_same = [](unsigned char a, unsigned char b) {
    return std::tolower(a) == std::tolower(b);
  };
  const auto found = std::ranges::find_if(
      family.units, [&](const Unit& unit) { return std::ranges::equal(unit.name, name, is_same); });
  return found == family.units.end() ? nullptr : &*found;
}

/// Reads the cells of one row.
class RowReader {
 public:
  RowReader(const CsvTable& table, const CsvTable::Row& row) : table_(table), row_(row) {}

  [[nodiscard]] MeasuredRow read() const {
    MeasuredRow measured;
    measured.place = row_.place;
    measured.cluster = text("cluster");
    measured.kernel = text("kernel");
    measured.cost = text("cost");
    measured.workload = text("workload");
    measured.policy = text("policy");
    measured.application = text("application");
    at("frequency", [&](const std::string& cell) { measured.frequency = parse<Hertz>(cell); });
    at("mhz",
       [&](const std::string& cell) { measured.frequency = Hertz(parse_number(cell) * 1e6); });
    at("busy", [&](const std::string& cell) {
      Codec<std::uint64_t>::read(Value::scalar(cell), measured.busy);
    });
    at("temperature",
       [&](const std::string& cell) { measured.temperature = parse<Temperature>(cell); });
    at("work", [&](const std::string& cell) { measured.work = amount<Operations>(cell); });
    at("memory", [&](const std::string& cell) { measured.memory = amount<Bytes>(cell); });
    at("held_out", [&](const std::string& cell) { measured.is_held_out = is_yes(cell); });
    read_quantity(measured);
    require_what_it_needs(measured);
    return measured;
  }

 private:
  [[nodiscard]] std::string text(std::string_view column) const {
    const auto found = table_.find(column);
    return found ? row_.cells[*found] : std::string();
  }
  [[nodiscard]] SourceLocation place(std::string_view column) const {
    const auto found = table_.find(column);
    return found ? row_.place_of(*found) : row_.place;
  }
  /// Calls an action with a cell unless it is empty, and adds its place to errors.
  template <class Action>
  void at(std::string_view column, Action action) const {
    const std::string cell = text(column);
    if (cell.empty()) return;
    try {
      action(cell);
    } catch (const InputError& error) {
      throw InputError(place(column), error.what());
    }
  }

  /// A plain number in coherent units, or one with a unit.
  template <class Quantity>
  static Quantity amount(const std::string& cell) {
    const bool is_plain = cell.find_first_not_of("0123456789.eE+-") == std::string::npos;
    return is_plain ? Quantity(parse_number(cell)) : parse<Quantity>(cell);
  }
  static bool is_yes(const std::string& cell) {
    for (const char* yes : {"yes", "true", "1"}) {
      if (cell == yes) return true;
    }
    for (const char* no : {"no", "false", "0"}) {
      if (cell == no) return false;
    }
    throw InputError("'" + cell + "' is neither yes nor no; write 'yes' or 'no'");
  }

  void read_quantity(MeasuredRow& measured) const {
    const std::string quantity = text("quantity");
    const std::size_t end = std::min(quantity.find('_'), quantity.size());
    const std::string base = quantity.substr(0, end);
    const std::string unit = end < quantity.size() ? quantity.substr(end + 1) : "";
    if (base == "power") {
      measured.kind = MeasuredRow::Kind::power;
      measured.value = value_in(unit, units_of<Watts>());
    } else if (base == "time") {
      measured.kind = MeasuredRow::Kind::time;
      measured.value = value_in(unit, units_of<Duration>());
    } else if (quantity == "latency" ||
               (base == "latency" && unit_called(unit, units_of<Duration>()) != nullptr)) {
      measured.kind = MeasuredRow::Kind::metric;
      measured.metric = "latency_mean_s";
      measured.value = value_in(unit, units_of<Duration>());
    } else {
      const auto infos = all_metric_infos();
      if (std::ranges::find(infos, quantity, &MetricInfo::name) == infos.end()) {
        throw unknown_quantity(quantity);
      }
      measured.kind = MeasuredRow::Kind::metric;
      measured.metric = quantity;
      at("value", [&](const std::string& cell) { measured.value = parse_number(cell); });
    }
    if (measured.value > 0 && std::isfinite(measured.value)) return;
    throw InputError(place("value"), "the value '" + text("value") +
                                         "' is not more than zero, so that errors relative to it "
                                         "have no meaning; leave out the row");
  }
  [[nodiscard]] InputError unknown_quantity(const std::string& quantity) const {
    return {place("quantity"), "unknown quantity '" + quantity +
                                   "'; write power_w, power_mw, time_ms, time_us, latency_ms or "
                                   "the name of a metric"};
  }
  [[nodiscard]] double value_in(const std::string& unit, const UnitFamily& family) const {
    const Unit* const named = unit_called(unit, family);
    if (named == nullptr && !unit.empty()) throw unknown_quantity(text("quantity"));
    double value = 0;
    at("value", [&](const std::string& cell) {
      value = named == nullptr ? parse_with_unit(cell, family) : parse_number(cell) * named->factor;
    });
    return value;
  }

  void require_what_it_needs(const MeasuredRow& measured) const {
    const auto require = [&](const char* column, const char* what) {
      if (!text(column).empty()) return;
      throw InputError(place(column), "'" + std::string(column) +
                                          "' is missing for the quantity '" + text("quantity") +
                                          "'; write " + what);
    };
    if (measured.kind == MeasuredRow::Kind::metric) {
      require("workload", "the name or the file of a workload");
      if (measured.frequency) require("cluster", "the cluster with this clock");
      return;
    }
    require("cluster", "the name of a cluster");
    if (measured.kind == MeasuredRow::Kind::time) require("kernel", "the name of a kernel");
  }

  const CsvTable& table_;
  const CsvTable::Row& row_;
};

}  // namespace

std::vector<MeasuredRow> read_measured_rows(const FilePath& file) {
  const CsvTable table = read_csv(file);
  check_columns(table);
  table.refuse_empty();
  std::vector<MeasuredRow> rows;
  rows.reserve(table.rows.size());
  for (const CsvTable::Row& row : table.rows) rows.push_back(RowReader(table, row).read());
  return rows;
}

void hold_out(std::vector<MeasuredRow>& rows, double share) {
  if (std::ranges::any_of(rows, &MeasuredRow::is_held_out)) {
    throw InputError(
        rows.front().place.file ? SourceLocation{rows.front().place.file, 0, 0} : SourceLocation{},
        "the table holds out rows already; leave out --hold-out or the column "
        "'held_out'");
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto index = static_cast<double>(i);
    rows[i].is_held_out = std::floor((index + 1) * share) > std::floor(index * share);
  }
}

}  // namespace kairos
