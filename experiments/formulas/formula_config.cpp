#include "experiments/formulas/formula_config.hpp"

#include "experiments/formulas/formula.hpp"
#include "sim/base/text.hpp"

namespace kairos {
namespace {

bool is_short_unit(const std::string& unit) {
  constexpr std::size_t longest = 20;
  return unit.size() <= longest && printable(unit) == unit;
}

}  // namespace

void FormulaConfig::describe(Fields& f) {
  f("is", is, "expression over metrics and other formulas, or over amounts of a job").required();
  f("unit", unit, "unit in which the expression gives the value")
      .must(is_short_unit, "up to 20 printable characters");
  f("meaning", meaning, "meaning of the value (the expression if absent)");
  f("lower_is_better", lower_is_better, "whether a lower value is better");
  f("over", over,
    "items for which the expression is evaluated: the run and its subjects (run), streams with a "
    "name (streams) or jobs (jobs); the value of the run is the mean over streams or jobs");
  f("dropped", dropped, "value that a dropped job has in the mean over jobs (none if absent)");
}

void Codec<FormulaList>::read(const Value& from, FormulaList& to) {
  constexpr std::size_t most = 200;
  to.clear();
  if (from.is_null()) return;
  require_map(from);
  if (from.entries.size() > most) {
    throw InputError(from.place, "'formulas' has more than " + std::to_string(most) +
                                     " formulas; leave out those that no report shows");
  }
  Mistakes mistakes;
  for (const Value::Entry& entry : from.entries) {
    FormulaConfig& formula = to.emplace_back();
    mistakes.attempt([&] { Codec<FormulaConfig>::read(entry.value, formula); });
    formula.name = entry.key;
    formula.place = entry.place;
    if (formula.meaning.empty()) formula.meaning = formula.is;
  }
  mistakes.report();
  static_cast<void>(parse_formulas(to));
}

Value Codec<FormulaList>::write(const FormulaList& formulas) {
  Value map = Value::map();
  for (const FormulaConfig& formula : formulas) {
    map.set(formula.name, Codec<FormulaConfig>::write(formula));
  }
  return map;
}

}  // namespace kairos
