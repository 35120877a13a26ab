// Measured times of operators by kind, shape and element, interpolated between the measured shapes.
//
//   kind,element,type,rows,columns,depth,time_us,traffic
//   matrix_product,npu,int8,1,4096,4096,410,16.8 MB
//   matrix_product,npu,int8,512,4096,4096,1990,21 MB
//
// `kind` is the kernel of a task, `element` the name or kind of a cluster. `type` (the data type of
// the arithmetic) and `traffic` (the bytes moved) are optional; a row without a type holds for all
// types that have none of their own. Every other column is the extent of an axis of the operator,
// or `work` or `memory` of the task as a plain number. An empty cell holds for every extent.
//
//   time(x) = time(a) + (time(b) - time(a)) (x - a) / (b - a)   between the extents a and b,
//                                                               one axis after the other
//
// Example: with the rows above, a product of 128 rows takes 410 + 1580 * 127 / 511 = 802.68 us and
// moves 17.84 MB. The traffic crosses the memory route of the cluster while the task runs, so that
// tasks slow each other down if they need more than the memory gives.
// How far to trust it: it is exact at measured shapes. Between them, real times rise in steps,
// which a straight line does not show. Times are not extrapolated: a shape outside of the table is
// an error, also that of a batch.
#include <algorithm>
#include <cmath>

#include "platforms/profiles/shape_times.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/registry.hpp"
#include "sim/cost/cost_model.hpp"
#include "workloads/operators/demand.hpp"

namespace kairos {
namespace {

class Table final : public CostModel {
 public:
  struct Options {
    FilePath file;
    bool traffic = true;

    void describe(Fields& f) {
      f("file", file, "CSV file of times by kind, element and extents of axes").required();
      f("traffic", traffic,
        "whether tasks move their memory traffic, those without a measured one their bytes");
    }
  };
  explicit Table(const Options& options) : file_(options.file.text), has_traffic_(options.traffic) {
    const CsvTable table = read_csv(options.file);
    const Columns columns = columns_of(table);
    table.refuse_empty();
    for (const CsvTable::Row& row : table.rows) add(row, columns, table.columns);
  }

  [[nodiscard]] std::optional<TaskCost> cost(const Task& task,
                                             const Cluster& cluster) const override {
    std::optional<InputError> problem;
    const std::string type = task.demand ? std::string(name_of(task.demand->type)) : "";
    for (const std::string* element : {&cluster.name, &cluster.kind}) {
      for (const std::string& of_type : {type, std::string()}) {
        const auto rows = rows_.find({task.kernel, *element, of_type});
        if (rows == rows_.end()) continue;
        refuse_other_axes(task);
        const std::vector<double> shape = shape_of(task);
        const auto found = interpolate(rows->second, shape);
        if (found) return cost_of(task, *found);
        if (!problem) problem.emplace(outside(task, *element, shape));
      }
    }
    if (problem) throw InputError(*problem);
    return std::nullopt;
  }

 private:
  /// The positions of columns in the file.
  struct Columns {
    std::size_t kind = 0, element = 0, time = 0;
    std::optional<std::size_t> type, traffic;
    std::vector<std::size_t> axes;
  };
  struct Key {
    std::string kind, element, type;
    auto operator<=>(const Key&) const = default;
  };

  Columns columns_of(const CsvTable& table) {
    const auto kinds = table.find("kind"), elements = table.find("element");
    const auto time = std::ranges::find_if(table.columns, is_time_column);
    if (!kinds || !elements || time == table.columns.end()) {
      throw InputError(table.header,
                       "the first line does not name the columns 'kind', 'element' and a time; "
                       "write 'kind,element,rows,columns,depth,time_us'");
    }
    Columns columns{*kinds,
                    *elements,
                    static_cast<std::size_t>(time - table.columns.begin()),
                    table.find("type"),
                    table.find("traffic"),
                    {}};
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (i == columns.kind || i == columns.element || i == columns.time || i == columns.type ||
          i == columns.traffic) {
        continue;
      }
      columns.axes.push_back(i);
      axes_.push_back(table.columns[i]);
    }
    return columns;
  }

  void add(const CsvTable::Row& row, const Columns& columns,
           const std::vector<std::string>& names) {
    ShapeTime measured;
    Key key{row.cells[columns.kind], row.cells[columns.element], {}};
    try {
      if (columns.type) key.type = row.cells[*columns.type];
      if (!key.type.empty()) {
        DataType type{};
        Codec<DataType>::read(Value::scalar(key.type), type);
      }
      for (const std::size_t axis : columns.axes) {
        const std::string& cell = row.cells[axis];
        measured.shape.push_back(cell.empty() ? std::nullopt : std::optional(parse_number(cell)));
      }
      const Duration time = time_in(row.cells[columns.time], names[columns.time]);
      measured.picoseconds = static_cast<double>(time.picoseconds());
      if (columns.traffic && !row.cells[*columns.traffic].empty()) {
        measured.traffic = parse<Bytes>(row.cells[*columns.traffic]);
        if (*measured.traffic < Bytes{}) {
          throw InputError("the traffic '" + row.cells[*columns.traffic] +
                           "' is negative; write zero or more");
        }
      }
    } catch (const InputError& error) {
      throw InputError(row.place, error.what());
    }
    if (key.kind.empty() || key.element.empty()) {
      throw InputError(row.place, "the kind or the element is empty; name both");
    }
    auto& others = rows_[key];
    const auto has_shape = [&](const ShapeTime& other) { return other.shape == measured.shape; };
    if (std::ranges::any_of(others, has_shape)) {
      throw InputError(row.place, "'" + key.kind + "' has two times of this shape on '" +
                                      key.element + "'; keep one of them");
    }
    others.push_back(std::move(measured));
  }

  [[nodiscard]] std::vector<double> shape_of(const Task& task) const {
    std::vector<double> shape;
    for (const std::string& axis : axes_) shape.push_back(extent(task, axis));
    return shape;
  }
  [[nodiscard]] TaskCost cost_of(const Task& task, const InterpolatedTime& found) const {
    const Bytes traffic = has_traffic_ ? found.traffic.value_or(task.memory) : Bytes{};
    return {whole_picoseconds(found.picoseconds), traffic};
  }

  /// Refuses an operator that has several points along an axis that is not a column: its time would
  /// be that of a single one.
  void refuse_other_axes(const Task& task) const {
    const auto is_column = [&](std::string_view name) {
      return std::ranges::count(axes_, name) > 0;
    };
    if (!task.demand || axes_.empty() || is_column("work") || is_column("memory")) return;
    for (const Axis& axis : task.demand->axes) {
      if (axis.extent == 1 || is_column(axis.name)) continue;
      throw InputError("task '" + task.name + "' has " + std::to_string(axis.extent) +
                       " points along its axis '" + std::string(axis.name) + "', but '" + file_ +
                       "' does not have a column of this name; add it");
    }
  }

  static double extent(const Task& task, const std::string& axis) {
    if (axis == "work") return task.work.value();
    if (axis == "memory") return task.memory.value();
    return task.demand ? static_cast<double>(task.demand->extent(axis)) : 1;
  }

  [[nodiscard]] InputError outside(const Task& task, const std::string& element,
                                   const std::vector<double>& shape) const {
    std::string text;
    for (std::size_t i = 0; i < shape.size(); ++i) {
      text += (i > 0 ? ", " : "") + axes_[i] + " " + shortest(shape[i]);
    }
    return InputError("task '" + task.name + "' has the shape " + text + ", which the times of '" +
                      task.kernel + "' on '" + element + "' in '" + file_ +
                      "' do not enclose; add rows of smaller and of larger shapes");
  }

  std::string file_;
  bool has_traffic_;
  std::vector<std::string> axes_;  ///< The columns that are extents.
  std::map<Key, std::vector<ShapeTime>> rows_;
};

const Register<CostModel, Table> registered{
    "table", "measured times by operator kind, shape and element, with memory traffic"};

}  // namespace
}  // namespace kairos
