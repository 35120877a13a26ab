// Any CSV table of measured times whose columns have these names:
//
//   kernel or name                    kernel
//   element, cluster or unit          unit of the chip, which becomes a cluster (optional)
//   time_s, time_ms, time_us, time_ns, or latency_s ...
//                                     time in the unit of the header, or `time` with a unit in
//                                     each cell
//   tokens, batch, sequences, rows, columns, depth, work, memory
//                                     axes on which the time depends (optional numbers)
//   dtype or type                     data type, a variant (optional)
//   chip                              chip (optional)
//
//   kernel,element,tokens,time_us
//   qkv_proj,gpu,1,23.5
//   qkv_proj,gpu,512,140
//
// All other columns are labels, by which rows can be chosen.
//
// How far to trust it: the times are as accurate as the measurement.
#include <algorithm>
#include <array>

#include "platforms/profiles/profile.hpp"
#include "platforms/profiles/profile_table.hpp"
#include "sim/base/registry.hpp"
#include "sim/base/units.hpp"

namespace kairos {
namespace {

constexpr std::array axes{"tokens",  "batch", "sequences", "rows",
                          "columns", "depth", "work",      "memory"};

class AnyTable final : public ProfileFormat {
 public:
  [[nodiscard]] Profile read(const Source& source) const override {
    const ProfileTable table(source, {});
    const Columns columns = columns_of(table);
    Profile profile;
    profile.variants = {"dtype"};
    for (const ProfileTable::Row& row : table.rows()) {
      MeasuredTime& measured = profile.times.emplace_back();
      measured.place = row.place;
      measured.kernel = table.name(row, columns.kernel);
      measured.chip = table.text(row, "chip");
      if (!columns.unit.empty()) measured.unit = table.name(row, columns.unit);
      measured.time = time_of(table, row, columns);
      for (const std::string& column : table.columns()) {
        if (std::ranges::count(axes, column) > 0) {
          if (const auto extent = table.number(row, column)) measured.shape[column] = *extent;
        } else if (column != columns.kernel && column != columns.time) {
          const std::string value = table.text(row, column);
          if (!value.empty()) measured.labels[column == "type" ? "dtype" : column] = value;
        }
      }
    }
    return profile;
  }

 private:
  struct Columns {
    std::string kernel, unit, time;
    double seconds = 0;  ///< Length of the unit of the column of times; 0 if each cell has one.
  };

  static Columns columns_of(const ProfileTable& table) {
    Columns columns;
    for (const char* name : {"kernel", "name"}) {
      if (columns.kernel.empty() && table.has(name)) columns.kernel = name;
    }
    for (const char* name : {"element", "cluster", "unit"}) {
      if (columns.unit.empty() && table.has(name)) columns.unit = name;
    }
    if (table.has("time")) columns.time = "time";
    for (const Unit& unit : units_of<Duration>().units) {
      for (const std::string quantity : {"time_", "latency_"}) {
        const std::string name = quantity + std::string(unit.name);
        if (!table.has(name)) continue;
        if (!columns.time.empty()) {
          throw InputError(table.header(), "the columns '" + columns.time + "' and '" + name +
                                               "' are both times; keep one of them");
        }
        columns.time = name;
        columns.seconds = unit.factor;
      }
    }
    if (!columns.kernel.empty() && !columns.time.empty()) return columns;
    throw InputError(table.header(),
                     "the first line does not name a kernel and a time; write columns such as "
                     "'kernel,element,time_us'");
  }

  static Duration time_of(const ProfileTable& table, const ProfileTable::Row& row,
                          const Columns& columns) {
    const SourceLocation place = table.place(row, columns.time);
    if (columns.seconds == 0) {
      try {
        return measured_time(
            Seconds(parse_with_unit(table.text(row, columns.time), units_of<Duration>())), place);
      } catch (const InputError& error) {
        if (error.place().file) throw;
        throw InputError(place, error.what());
      }
    }
    if (const auto time = table.time(row, columns.time, columns.seconds)) return *time;
    throw InputError(place, "'" + columns.time + "' is empty; write a time");
  }
};

const Register<ProfileFormat, AnyTable> registered{
    "csv", "any table with the columns kernel, element and a time such as time_us"};

}  // namespace
}  // namespace kairos
